package dev.sojourn.core.mail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;

/**
 * The places of a mail's HTML at which it is changed when it goes out.
 *
 * @param links the addresses that {@code a} and {@code area} lead to, each place once
 * @param end where what is added to the body stands
 */
public record HtmlPlaces(List<Address> links, int end) {
  private static final Evaluator LINKS = QueryParser.parse("a[href], area[href]");
  private static final String DATA = "data-";

  /**
   * The address of a link.
   *
   * @param from where it begins in the HTML
   * @param to where it ends
   * @param text as a browser reads it
   * @param data the {@code data-} attributes beside it, by name in lower case, in their order
   */
  public record Address(int from, int to, String text, Map<String, String> data) {}

  static HtmlPlaces of(String html, Document document) {
    var links = new ArrayList<Address>();
    var seen = new HashSet<Integer>();
    for (var element : document.select(LINKS)) {
      var range = element.attributes().sourceRange("href").valueRange();
      // Broken nesting makes several elements of one tag.
      if (range.isTracked() && seen.add(range.startPos())) {
        links.add(
            new Address(range.startPos(), range.endPos(), element.attr("href"), data(element)));
      }
    }
    var end = document.body().endSourceRange();
    return new HtmlPlaces(
        links, end.isTracked() && !end.isImplicit() ? end.startPos() : html.length());
  }

  private static Map<String, String> data(Element element) {
    var data = new LinkedHashMap<String, String>();
    for (var attribute : element.attributes()) {
      var name = attribute.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(DATA)) {
        data.put(name, attribute.getValue());
      }
    }
    return data.isEmpty() ? Map.of() : Collections.unmodifiableMap(data);
  }
}
