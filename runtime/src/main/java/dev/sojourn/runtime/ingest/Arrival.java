package dev.sojourn.runtime.ingest;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.event.EventKey;
import dev.sojourn.runtime.event.EventProperties;
import dev.sojourn.runtime.event.NewRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event on its way through one transaction: what is found out about it, step by step. */
final class Arrival {
  private final NewEvent event;
  private final List<ActiveJourney> triggered;
  private final @Nullable EventKey key;
  private final List<Receipt.Exit> exits = new ArrayList<>();
  private @Nullable Rejected refusal;
  private @Nullable Arrival first;
  private long contactId;
  private long id;
  private boolean repeat;

  Arrival(NewEvent event, List<ActiveJourney> triggered) {
    this.event = event;
    this.triggered = triggered;
    var text = event.idempotencyKey();
    this.key = text == null ? null : EventKey.of(event.tenant(), text);
  }

  NewEvent event() {
    return event;
  }

  /** The journeys that it triggers, by their newest definitions. */
  List<ActiveJourney> triggered() {
    return triggered;
  }

  @Nullable EventKey key() {
    return key;
  }

  void refuse(Rejected why) {
    refusal = why;
  }

  @Nullable Rejected refusal() {
    return refusal;
  }

  void isAbout(long contact) {
    contactId = contact;
  }

  long contactId() {
    return contactId;
  }

  void receive(long newId) {
    id = newId;
  }

  long id() {
    return id;
  }

  /** It repeats an earlier arrival of the same batch. */
  void repeats(Arrival earlier) {
    first = earlier;
    repeat = true;
  }

  @Nullable Arrival first() {
    return first;
  }

  /** It repeats a stored event. */
  void repeatsStored() {
    repeat = true;
  }

  boolean isRepeat() {
    return repeat;
  }

  /** Whether it is to be stored. */
  boolean isFresh() {
    return refusal == null && !repeat;
  }

  void tested(Receipt.Exit exit) {
    exits.add(exit);
  }

  List<Receipt.Exit> exits() {
    return exits;
  }

  NewRow row(int name) {
    return new NewRow(
        id, event.tenant(), contactId, name, event.source(), occurredAt(), event.properties());
  }

  Fact fact(Collection<String> paths) {
    var properties = new EventProperties(event.properties());
    return new Fact(
        id,
        event.name(),
        occurredAt(),
        Ids.instantOf(id),
        properties.scalars(),
        properties.keys(paths));
  }

  private Instant occurredAt() {
    var said = event.occurredAt();
    return said == null ? Ids.instantOf(id) : said;
  }
}
