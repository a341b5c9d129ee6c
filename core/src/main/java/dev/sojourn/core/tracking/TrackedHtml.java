package dev.sojourn.core.tracking;

import dev.sojourn.core.mail.MailHtml;
import dev.sojourn.core.replay.OwnEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;
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
  private static final List<String> MARKS = List.of("data-sojourn-", "data-hs-");
  private static final String NOT_TRACKED = "notrack";
  private static final String EVENT = "event";
  private static final Pattern BREAKS = Pattern.compile("[\\t\\n\\r]");
  private static final List<String> FOLLOWED = List.of("https://", "http://");
  private static final String NO_HOST = "/?# \t\n\u000b\f\r";
  private static final int MOST_LINKS = 0xFFFF;
  private static final int LONGEST_NAME = 200;

  private final MailHtml page;
  private final Splices splices = new Splices();

  private TrackedHtml(MailHtml page) {
    this.page = page;
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
    for (var place : page.places().links()) {
      var url = url(place.text());
      if (!isFollowed(place.data(), url, own) || numbers.size() >= MOST_LINKS) {
        continue;
      }
      var event = event(place.data());
      var plain = new Link(0, url, event, event == null ? Map.of() : props(place.data()));
      var number = numbers.computeIfAbsent(plain, fresh -> numbers.size() + 1);
      address
          .apply(new Link(number, url, event, plain.props()))
          .ifPresent(ours -> splices.replace(place.from(), place.to(), escaped(ours)));
    }
  }

  private static boolean isFollowed(Map<String, String> data, String url, String own) {
    return isAbsolute(url)
        && !beginsWith(url, own)
        && MARKS.stream().noneMatch(mark -> data.containsKey(mark + NOT_TRACKED));
  }

  private static boolean isAbsolute(String url) {
    for (var scheme : FOLLOWED) {
      if (beginsWith(url, scheme)) {
        return url.length() > scheme.length()
            && NO_HOST.indexOf(url.charAt(scheme.length())) < 0
            && url.indexOf('\0') < 0;
      }
    }
    return false;
  }

  private static boolean beginsWith(String url, String start) {
    return url.regionMatches(true, 0, start, 0, start.length());
  }

  /** As the URL Standard reads it: breaks anywhere and space around it do not count. */
  private static String url(String href) {
    var url = BREAKS.matcher(href).find() ? BREAKS.matcher(href).replaceAll("") : href;
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
  private static @Nullable String event(Map<String, String> data) {
    for (var mark : MARKS) {
      var event = data.getOrDefault(mark + EVENT, "").strip();
      if (!event.isEmpty()
          && event.length() <= LONGEST_NAME
          && event.indexOf('\0') < 0
          && !OwnEvents.isOwn(event)) {
        return event;
      }
    }
    return null;
  }

  private static Map<String, String> props(Map<String, String> data) {
    var props = new TreeMap<String, String>();
    data.forEach(
        (name, value) -> {
          for (var mark : MARKS) {
            var prefix = mark + EVENT + "-";
            var prop = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            if (!prop.isEmpty() && !prop.startsWith("__")) {
              props.put(prop, value.replace("\0", ""));
            }
          }
        });
    return props;
  }

  /** Most addresses of ours have nothing to escape. */
  private static String escaped(String address) {
    for (var i = 0; i < address.length(); i++) {
      var c = address.charAt(i);
      if (c <= ' ' || c > '~' || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'') {
        return Entities.escape(address);
      }
    }
    return address;
  }

  private void pixel(String address) {
    var image =
        "<img src=\""
            + escaped(address)
            + "\" width=\"1\" height=\"1\" alt=\"\" style=\"display:none\">";
    splices.replace(page.places().end(), page.places().end(), image);
  }
}
