package dev.sojourn.runtime.http;

import dev.sojourn.core.tracking.Link;
import dev.sojourn.runtime.tracking.Click;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened to one mail and to its links, as the wire shows it. */
final class EmailStory {
  private static final Map<String, String> TIMES = times();

  private EmailStory() {}

  /** What happened to it, in order of time; of what happened at once, in the usual order. */
  static JsonArray events(JsonObject email, List<Click> clicks) {
    List<JsonObject> events = new ArrayList<>();
    TIMES.forEach(
        (type, field) -> {
          String at = email.getString(field);
          if (at != null) {
            events.add(new JsonObject().put("type", type).put("timestamp", at));
          }
        });
    clicks.forEach(click -> events.add(json(click)));
    events.sort(Comparator.comparing((JsonObject event) -> event.getString("timestamp")));
    return new JsonArray(events);
  }

  /** A click; one of a machine has another name, since it counts for nothing. */
  private static JsonObject json(Click click) {
    return new JsonObject()
        .put("type", click.byPerson() ? "clicked" : "scanned")
        .put("timestamp", Wire.time(click.at()))
        .put("url", click.url())
        .put("ipAddress", click.ip())
        .put("userAgent", click.userAgent());
  }

  /**
   * Its links, by number, with what was followed of them; only people are counted.
   *
   * @param links those in the mail; those that were followed are shown without it too
   */
  static JsonArray links(List<Link> links, List<Click> clicks) {
    Map<Integer, String> urls = new TreeMap<>();
    clicks.forEach(click -> urls.put(click.link(), click.url()));
    links.forEach(link -> urls.put(link.number(), link.url()));
    JsonArray shown = new JsonArray();
    urls.forEach(
        (number, url) -> {
          List<Click> own = clicks.stream().filter(one -> one.link() == number).toList();
          shown.add(
              new JsonObject()
                  .put("id", number)
                  .put("originalUrl", url)
                  .put("clickCount", own.stream().filter(Click::byPerson).count())
                  .put("clicks", new JsonArray(own.stream().map(EmailStory::json).toList())));
        });
    return shown;
  }

  private static Map<String, String> times() {
    Map<String, String> times = new LinkedHashMap<>();
    times.put("queued", "createdAt");
    times.put("sent", "sentAt");
    times.put("delivered", "deliveredAt");
    times.put("opened", "openedAt");
    times.put("bounced", "bouncedAt");
    times.put("complained", "complainedAt");
    return times;
  }
}
