package dev.sojourn.core.tracking;

import dev.sojourn.core.mail.MailHtml;
import dev.sojourn.core.replay.OwnEvents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jspecify.annotations.Nullable;

/**
 * A mail's HTML with its links led through us. It is read as a browser reads it, and changed only
 * where a link's address stands: conditional comments, quotes, case and broken nesting stay as they
 * were written.
 *
 * <p>Followed are {@code a} and {@code area} with an absolute {@code http} or {@code https}
 * address. Left alone are all others, our own pages for the reader, links marked {@code
 * data-sojourn-notrack}, and what stands in comments, as conditional ones for Outlook do.
 */
public final class TrackedHtml {
  private static final Evaluator LINKS = QueryParser.parse("a[href], area[href]");
  private static final List<String> MARKS = List.of("data-sojourn-", "data-hs-");
  private static final String NOT_TRACKED = "notrack";
  private static final String EVENT = "event";
  private static final Pattern BREAKS = Pattern.compile("[\\t\\n\\r]");
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://[^/?#\\s][^\\x00]*", Pattern.CASE_INSENSITIVE);
  private static final int MOST_LINKS = 0xFFFF;
  private static final int LONGEST_NAME = 200;

  private final String html;
  private final Document document;
  private final Splices splices = new Splices();

  private TrackedHtml(MailHtml page) {
    this.html = page.text();
    this.document = page.document();
  }

  /**
   * The HTML with its links and a pixel.
   *
   * @param own how the addresses of our own pages for the reader begin
   * @param address our address for a link; empty to leave that one alone; null to leave all alone
   * @param pixel the address of the pixel; null for none
   */
  public static String of(
      MailHtml page,
      String own,
      @Nullable Function<Link, Optional<String>> address,
      @Nullable String pixel) {
    var tracked = new TrackedHtml(page);
    if (address != null) {
      tracked.links(own, address);
    }
    if (pixel != null) {
      tracked.pixel(pixel);
    }
    return tracked.splices.in(page.text());
  }

  private void links(String own, Function<Link, Optional<String>> address) {
    var numbers = new HashMap<Link, Integer>();
    var places = new HashSet<Integer>();
    for (var element : document.select(LINKS)) {
      var range = element.attributes().sourceRange("href").valueRange();
      var url = url(element.attr("href"));
      var isFollowed = range.isTracked() && isFollowed(element, url, own);
      // Broken nesting makes several elements of one tag.
      if (!isFollowed || numbers.size() >= MOST_LINKS || !places.add(range.startPos())) {
        continue;
      }
      var event = event(element);
      var plain = new Link(0, url, event, event == null ? Map.of() : props(element));
      var number = numbers.computeIfAbsent(plain, fresh -> numbers.size() + 1);
      address
          .apply(new Link(number, url, event, plain.props()))
          .ifPresent(
              ours -> splices.replace(range.startPos(), range.endPos(), Entities.escape(ours)));
    }
  }

  private static boolean isFollowed(Element element, String url, String own) {
    return ABSOLUTE.matcher(url).matches()
        && !url.regionMatches(true, 0, own, 0, own.length())
        && MARKS.stream().noneMatch(mark -> element.hasAttr(mark + NOT_TRACKED));
  }

  /** As the URL Standard reads it: breaks anywhere and space around it do not count. */
  private static String url(String href) {
    var url = BREAKS.matcher(href).replaceAll("");
    var start = 0;
    var end = url.length();
    while (start < end && url.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && url.charAt(end - 1) <= ' ') {
      end--;
    }
    return url.substring(start, end);
  }

  /** What is the service's own to make is nobody else's, and no event of the link. */
  private static @Nullable String event(Element element) {
    for (var mark : MARKS) {
      var event = element.attr(mark + EVENT).strip();
      if (!event.isEmpty()
          && event.length() <= LONGEST_NAME
          && event.indexOf('\0') < 0
          && !OwnEvents.isOwn(event)) {
        return event;
      }
    }
    return null;
  }

  private static Map<String, String> props(Element element) {
    var props = new TreeMap<String, String>();
    for (var attribute : element.attributes()) {
      var name = attribute.getKey().toLowerCase(Locale.ROOT);
      for (var mark : MARKS) {
        var prefix = mark + EVENT + "-";
        var prop = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        if (!prop.isEmpty() && !prop.startsWith("__")) {
          props.put(prop, attribute.getValue().replace("\0", ""));
        }
      }
    }
    return props;
  }

  private void pixel(String address) {
    var image =
        "<img src=\""
            + Entities.escape(address)
            + "\" width=\"1\" height=\"1\" alt=\"\" style=\"display:none\">";
    var end = document.body().endSourceRange();
    var place = end.isTracked() && !end.isImplicit() ? end.startPos() : html.length();
    splices.replace(place, place, image);
  }
}
