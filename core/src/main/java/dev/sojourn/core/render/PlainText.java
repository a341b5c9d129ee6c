package dev.sojourn.core.render;

import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeVisitor;
import org.jsoup.select.QueryParser;

/**
 * The plain part of a mail, read off its HTML: paragraphs as lines, links as {@code text (url)}.
 */
final class PlainText implements NodeVisitor {
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre");
  private static final Set<String> LINES =
      Set.of("div", "li", "tr", "section", "header", "footer", "article", "center");
  private static final Evaluator UNSEEN = QueryParser.parse("style, script, title, head");
  private static final Evaluator STYLED = QueryParser.parse("[style]");
  private static final Pattern HIDDEN = Pattern.compile("display\\s*:\\s*none");
  private static final Pattern SPACE = Pattern.compile("[\\s\\u00a0]+");
  private static final Pattern TRAILING = Pattern.compile("(?m)[ \\t]+$");
  private static final Pattern EMPTY_LINES = Pattern.compile("\n{3,}");

  private final StringBuilder text = new StringBuilder();

  private PlainText() {}

  static String of(String html) {
    var document = Jsoup.parse(html);
    document.select(UNSEEN).remove();
    document.select(STYLED).removeIf(one -> HIDDEN.matcher(one.attr("style")).find());
    var plain = new PlainText();
    document.body().traverse(plain);
    var trimmed = TRAILING.matcher(plain.text).replaceAll("");
    return EMPTY_LINES.matcher(trimmed).replaceAll("\n\n").strip() + "\n";
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode piece) {
      append(SPACE.matcher(piece.getWholeText()).replaceAll(" "));
    } else if (node instanceof Element element) {
      open(element);
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (!(node instanceof Element element)) {
      return;
    }
    var name = element.normalName();
    if (name.equals("a")) {
      link(element);
    } else if (name.equals("td") || name.equals("th")) {
      append(" ");
    } else if (PARAGRAPHS.contains(name)) {
      text.append("\n\n");
    } else if (LINES.contains(name)) {
      newLine();
    }
  }

  private void open(Element element) {
    switch (element.normalName()) {
      case "br" -> text.append('\n');
      case "hr" -> text.append("\n\n----\n\n");
      case "img" -> append(element.attr("alt"));
      case "li" -> {
        newLine();
        text.append("- ");
      }
      default -> {
        if (PARAGRAPHS.contains(element.normalName())) {
          text.append("\n\n");
        } else if (LINES.contains(element.normalName())) {
          newLine();
        }
      }
    }
  }

  private void link(Element link) {
    var url = link.attr("href").strip();
    var label = link.text().strip();
    if (url.isEmpty()
        || url.startsWith("#")
        || url.equals(label)
        || url.equals("mailto:" + label)) {
      return;
    }
    append(label.isEmpty() ? url : " (" + url + ")");
  }

  private void append(String piece) {
    var atLineStart = text.length() == 0 || text.charAt(text.length() - 1) == '\n';
    var afterSpace = atLineStart || text.charAt(text.length() - 1) == ' ';
    text.append(afterSpace ? piece.stripLeading() : piece);
  }

  private void newLine() {
    if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
  }
}
