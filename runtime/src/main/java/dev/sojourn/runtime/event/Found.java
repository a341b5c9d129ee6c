package dev.sojourn.runtime.event;

import dev.sojourn.core.condition.Conditions;
import dev.sojourn.core.replay.Request;
import dev.sojourn.dsl.PastEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a search has found so far, page by page. Confined to the context that searches. */
final class Found {
  /** The most events that one page of a search holds. */
  static final int PAGE = 100;

  private final Search search;
  private final List<PastEvent> events = new ArrayList<>();
  private @Nullable StoredEvent last;
  private boolean ended;

  Found(Search search) {
    this.search = search;
  }

  long contactId() {
    return search.contactId();
  }

  Request.ListEvents wanted() {
    return search.wanted();
  }

  List<PastEvent> events() {
    return events;
  }

  /** The event after which the next page begins; null before the first. */
  @Nullable StoredEvent last() {
    return last;
  }

  /** Whether there may be more that is wanted. */
  boolean goesOn() {
    return !ended && events.size() < wanted().limit();
  }

  /** How many events the next page may hold: no more than are wanted where none is left out. */
  int room() {
    return wanted().where().isEmpty() ? Math.min(PAGE, wanted().limit() - events.size()) : PAGE;
  }

  /** Takes a page, in the order wanted. */
  void take(List<StoredEvent> page) {
    var whole = page.size() == room();
    for (var event : page) {
      last = event;
      var scalars = event.scalars();
      if (goesOn() && Conditions.hold(wanted().where(), scalars)) {
        events.add(new PastEvent(event.name(), event.occurredAt(), scalars));
      }
    }
    ended = !whole;
  }
}
