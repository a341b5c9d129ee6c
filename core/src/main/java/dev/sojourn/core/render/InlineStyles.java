package dev.sojourn.core.render;

import dev.sojourn.core.mail.MailHtml;
import dev.sojourn.core.render.StyleSheet.Declaration;
import dev.sojourn.core.tracking.Splices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;

/**
 * Writes the rules of a mail's style sheets to the elements they match, for mail programs that read
 * no sheets. The sheets stay for those that do, with their media queries and pseudo classes; all
 * other text stays as it is. Keeps the sheet it read last. Safe for all threads.
 *
 * <p>In an attribute stand, in this order: the rules, weakest first; what the attribute said; the
 * rules marked {@code !important}, without the mark, so that media queries can overrule them.
 */
final class InlineStyles {
  private static final Evaluator SHEETS = QueryParser.parse("style");
  private static final String STYLE = "style";

  private volatile StyleSheet sheet = new StyleSheet("", List.of());

  /** What rules say of one element, each property once and where it holds. */
  private record Said(Map<String, String> normal, Map<String, String> important) {
    Said() {
      this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    void add(List<Declaration> declarations) {
      for (var one : declarations) {
        var to = one.important() ? important : normal;
        to.remove(one.name());
        to.put(one.name(), one.value());
      }
    }
  }

  /** The HTML with styles on its elements. */
  String in(MailHtml page) {
    var html = page.text();
    var document = page.document();
    var rules = sheet(document).rules();
    var said = new LinkedHashMap<Element, Said>();
    for (var rule : rules) {
      for (var element : document.body().select(rule.selector())) {
        said.computeIfAbsent(element, first -> new Said()).add(rule.declarations());
      }
    }
    var splices = new Splices();
    said.forEach((element, styles) -> write(html, element, styles, splices));
    return splices.in(html);
  }

  private StyleSheet sheet(Document document) {
    var css = new ArrayList<String>();
    for (var style : document.select(SHEETS)) {
      var media = style.attr("media").strip();
      if (media.isEmpty() || media.equals("all") || media.equals("screen")) {
        css.add(style.data());
      }
    }
    var text = String.join("\n", css);
    var known = sheet;
    if (!known.css().equals(text)) {
      known = StyleSheet.read(text);
      sheet = known;
    }
    return known;
  }

  private static void write(String html, Element element, Said said, Splices splices) {
    var tag = element.sourceRange();
    if (!tag.isTracked() || tag.isImplicit()) {
      return;
    }
    var before = css(said.normal());
    var after = css(said.important());
    var own = element.attr(STYLE).strip();
    if (!element.hasAttr(STYLE)) {
      var at = tag.startPos() + 1 + element.tagName().length();
      splices.replace(at, at, " style=\"" + escaped(before + after, '"') + "\"");
      return;
    }
    var range = element.attributes().sourceRange(STYLE).valueRange();
    if (!range.isTracked()) {
      return;
    }
    var quote = range.startPos() == 0 ? ' ' : html.charAt(range.startPos() - 1);
    var written = html.substring(range.startPos(), range.endPos()).strip();
    var end = after.isEmpty() || own.isEmpty() || own.endsWith(";") ? "" : ";";
    if (quote == '"' || quote == '\'') {
      splices.replace(
          range.startPos(),
          range.endPos(),
          escaped(before, quote) + written + end + escaped(after, quote));
    } else {
      var whole = before + own + end + after;
      splices.replace(range.startPos(), range.endPos(), '"' + escaped(whole, '"') + '"');
    }
  }

  private static String css(Map<String, String> declarations) {
    return declarations.entrySet().stream()
        .map(one -> one.getKey() + ":" + one.getValue() + ";")
        .collect(Collectors.joining());
  }

  /** With the quotes that do not end the attribute. */
  private static String escaped(String css, char quote) {
    return css.replace("&", "&amp;").replace("<", "&lt;").replace(quote, quote == '"' ? '\'' : '"');
  }
}
