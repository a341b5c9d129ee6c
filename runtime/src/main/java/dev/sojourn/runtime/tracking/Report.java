package dev.sojourn.runtime.tracking;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.tracking.Visitor;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.event.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What visits become: marks on their sends, and events of their contacts. */
final class Report {
  /** The events of a link that was followed, and of a mail that was opened. */
  static final String CLICKED = "email.link_clicked";

  static final String OPENED = "email.opened";

  private final PublicIds faces;

  Report(PublicIds faces) {
    this.faces = faces;
  }

  /** A link of a mail. */
  record Followed(long sendId, int link) {}

  /**
   * The events of visits, in order of time: the first opening, each link that a person follows, and
   * what following it means by its template.
   *
   * @param before when a person followed these links last
   */
  List<OwnEvent> events(List<Judged> visits, Map<Followed, Instant> before) {
    var last = new HashMap<>(before);
    var events = new ArrayList<OwnEvent>();
    visits.stream()
        .filter(one -> one.isTold() && one.send().contactId() != null)
        .sorted(Comparator.comparing((Judged one) -> one.seen().at()))
        .forEach(
            one -> {
              if (!one.isClick()) {
                events.add(opened(one));
              } else if (isNew(one, last)) {
                events.addAll(clicked(one));
              }
            });
    return events;
  }

  private static boolean isNew(Judged click, Map<Followed, Instant> last) {
    var seen = click.seen();
    var link = new Followed(seen.sendId(), seen.link() == null ? 0 : seen.link().number());
    var before = last.put(link, seen.at());
    return before == null || seen.at().isAfter(before.plus(Visitor.AGAIN));
  }

  /** The key lets it happen once, whoever tells of it again. */
  private OwnEvent opened(Judged open) {
    var props = about(open);
    if (open.visitor().isProxy()) {
      props.put("proxy", open.visitor().wire());
    }
    return event(open, OPENED, OPENED + ":" + faces.face(open.send().id()), props);
  }

  private List<OwnEvent> clicked(Judged click) {
    var events = new ArrayList<OwnEvent>();
    var link = click.seen().link();
    if (link == null) {
      return events;
    }
    var props = about(click);
    props.put("linkUrl", link.url());
    props.put("linkId", link.number());
    events.add(event(click, CLICKED, CLICKED + ":" + faces.face(click.seen().id()), props));
    if (link.event() != null) {
      var said = new LinkedHashMap<String, @Nullable Object>(link.props());
      said.putAll(about(click));
      var key = "link:" + faces.face(click.send().id()) + ":" + link.number();
      events.add(event(click, link.event(), key, said));
    }
    return events;
  }

  private Map<String, @Nullable Object> about(Judged visit) {
    var props = new LinkedHashMap<String, @Nullable Object>();
    props.put("emailSendId", faces.face(visit.send().id()));
    props.put("templateKey", visit.send().template());
    if (visit.send().journeyId() != null) {
      props.put("journeyId", visit.send().journeyId());
    }
    return props;
  }

  private static OwnEvent event(
      Judged visit, String name, String key, Map<String, @Nullable Object> props) {
    var contact = visit.send().contactId();
    return new OwnEvent(
        visit.send().tenant(),
        contact == null ? 0 : contact,
        name,
        Source.TRACKING,
        key,
        visit.seen().at(),
        Json.write(props));
  }
}
