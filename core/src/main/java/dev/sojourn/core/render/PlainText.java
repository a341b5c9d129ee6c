package dev.sojourn.core.render;

import dev.sojourn.core.mail.MailHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
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
  private final List<String> values;
  private final List<Predicate<List<String>>> premises = new ArrayList<>();
  private int linkStart;

  private PlainText(List<String> values) {
    this.values = values;
  }

  static String of(MailHtml html) {
    return of(html, List.of()).text();
  }

  /**
   * The plain part of a mail with blanks.
   *
   * @param values of one such mail; without any there are no blanks
   */
  static PlainText of(MailHtml html, List<String> values) {
    var plain = new PlainText(values);
    html.document().body().filter(plain);
    return plain;
  }

  /** The text. */
  String text() {
    return tidied(text);
  }

  /** What holds of the values for which the text is that. */
  List<Predicate<List<String>>> premises() {
    return premises;
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

  private boolean isUnseen(Element element) {
    return UNSEEN.contains(element.normalName())
        || (element.hasAttr("style")
            && holds(element.attr("style"), "", (style, none) -> HIDDEN.matcher(style).find()));
  }

  /** Asks about two texts; where they have blanks, the answer is one for the values at hand. */
  private boolean holds(String first, String second, BiPredicate<String, String> question) {
    if (values.isEmpty() || !(BlankText.isIn(first) || BlankText.isIn(second))) {
      return question.test(first, second);
    }
    var one = BlankText.of(first);
    var other = BlankText.of(second);
    Predicate<List<String>> asked = given -> question.test(one.with(given), other.with(given));
    var answer = asked.test(values);
    premises.add(given -> asked.test(given) == answer);
    return answer;
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
    if (holds(url, label, PlainText::leadsOn)) {
      append(label.isEmpty() ? url : " (" + url + ")");
    }
  }

  /** Whether a link leads elsewhere than its label says. */
  private static boolean leadsOn(String url, String label) {
    return !url.isEmpty()
        && !url.startsWith("#")
        && !url.equals(label)
        && !url.equals("mailto:" + label);
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
