package dev.sojourn.core.render;

import dev.sojourn.core.mail.MailHtml;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * The plain part of a mail, read off its HTML: paragraphs as lines, links as {@code text (url)}.
 */
final class PlainText implements NodeFilter {
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre");
  private static final Set<String> LINES =
      Set.of("div", "li", "tr", "section", "header", "footer", "article", "center");
  private static final Set<String> UNSEEN = Set.of("style", "script", "title", "head");
  private static final Pattern HIDDEN =
      Pattern.compile("display\\s*:\\s*none", Pattern.CASE_INSENSITIVE);

  private final StringBuilder text = new StringBuilder();
  private int linkStart;

  private PlainText() {}

  static String of(MailHtml html) {
    var plain = new PlainText();
    html.document().body().filter(plain);
    return tidied(plain.text);
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode piece) {
      append(spaced(piece.getWholeText()));
    } else if (node instanceof Element element) {
      if (isUnseen(element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      open(element);
    }
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      close(element);
    }
    return FilterResult.CONTINUE;
  }

  private static boolean isUnseen(Element element) {
    return UNSEEN.contains(element.normalName())
        || (element.hasAttr("style") && HIDDEN.matcher(element.attr("style")).find());
  }

  private void open(Element element) {
    switch (element.normalName()) {
      case "a" -> linkStart = text.length();
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

  private void close(Element element) {
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

  private void link(Element link) {
    var url = link.attr("href").strip();
    var label = text.substring(Math.min(linkStart, text.length())).strip();
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

  /** With one space where there were several, or breaks. */
  private static String spaced(String piece) {
    var spaced = new StringBuilder(piece.length());
    var inSpace = false;
    for (var at = 0; at < piece.length(); at++) {
      var character = piece.charAt(at);
      var isSpace = character <= ' ' || character == '\u00a0';
      if (!isSpace) {
        spaced.append(character);
      } else if (!inSpace) {
        spaced.append(' ');
      }
      inSpace = isSpace;
    }
    return spaced.toString();
  }

  /** Without space at the ends of lines, and with one empty line where there were several. */
  private static String tidied(CharSequence text) {
    var tidied = new StringBuilder(text.length() + 1);
    var breaks = 0;
    var spaces = 0;
    for (var at = 0; at < text.length(); at++) {
      var character = text.charAt(at);
      if (character == '\n') {
        breaks++;
        spaces = 0;
      } else if (character == ' ') {
        spaces++;
      } else {
        if (breaks + spaces > 0) {
          tidied.append("\n".repeat(Math.min(breaks, 2))).append(" ".repeat(spaces));
          breaks = 0;
          spaces = 0;
        }
        tidied.append(character);
      }
    }
    return tidied.toString().strip() + "\n";
  }
}
