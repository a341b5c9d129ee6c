package dev.sojourn.core.render;

import java.util.BitSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.CDataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The blanks of a mail's HTML that are read as text or as quoted attributes, so that escaped values
 * in them change nothing around them.
 */
final class SafeBlanks implements NodeVisitor {
  /** What a browser reads as the beginning of a tag or of a character reference. */
  private static final Pattern UNFINISHED = Pattern.compile("(?:<[!/?]?|&#?[A-Za-z0-9]*)$");

  /** Elements in which character references are not read. */
  private static final Set<String> RAW =
      Set.of("iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "xmp");

  /** Attributes by which what stands around them is read otherwise. */
  private static final Set<String> TELLING = Set.of("encoding", "type");

  /** Attributes that decide which rules of style sheets hold, or that rules are written to. */
  private static final Set<String> STYLED = Set.of("class", "id", "media", "style");

  private final String html;
  private final boolean inlined;
  private final boolean asked;
  private final BitSet safe = new BitSet();

  private SafeBlanks(String html, Document document, boolean inlined) {
    this.html = html;
    this.inlined = inlined;
    this.asked = inlined && document.select("style").stream().anyMatch(SafeBlanks::asks);
  }

  /** Whether a style sheet may ask for what stands in attributes. */
  private static boolean asks(Element sheet) {
    return sheet.data().contains("[");
  }

  /**
   * Whether these are all.
   *
   * @param html the HTML that was read
   * @param count how many blanks there are, each with a number of its own
   * @param inlined whether the rules of style sheets are written to elements
   */
  static boolean areAll(String html, Document document, int count, boolean inlined) {
    var text = BlankText.of(html);
    var unfinished =
        text.words().subList(0, text.blanks().size()).stream()
            .anyMatch(words -> UNFINISHED.matcher(words).find());
    if (unfinished || text.blanks().size() != count) {
      return false;
    }
    var blanks = new SafeBlanks(html, document, inlined);
    document.traverse(blanks);
    return blanks.safe.cardinality() == count;
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode text && !(node instanceof CDataNode)) {
      if (node.parent() instanceof Element parent && !RAW.contains(parent.normalName())) {
        add(text.getWholeText());
      }
    } else if (node instanceof Element element && element.attributesSize() > 0) {
      for (var attribute : element.attributes()) {
        if (BlankText.isIn(attribute.getValue()) && isSafe(element, attribute)) {
          add(attribute.getValue());
        }
      }
    }
  }

  private boolean isSafe(Element element, Attribute attribute) {
    var name = attribute.getKey();
    var range = element.attributes().sourceRange(name).valueRange();
    var quote = range.isTracked() && range.startPos() > 0 ? html.charAt(range.startPos() - 1) : ' ';
    return (quote == '"' || quote == '\'')
        && !asked
        && !TELLING.contains(name)
        && !(inlined && STYLED.contains(name));
  }

  private void add(String text) {
    BlankText.of(text).blanks().forEach(safe::set);
  }
}
