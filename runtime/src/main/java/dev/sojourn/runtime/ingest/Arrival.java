package dev.sojourn.runtime.ingest;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.RunScope;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.event.EventKey;
import dev.sojourn.runtime.event.EventProperties;
import dev.sojourn.runtime.event.NewRow;
import dev.sojourn.runtime.event.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An event on its way through one transaction: what is found out about it, step by step. */
final class Arrival {
  private final NewEvent event;
  private final List<ActiveJourney> triggered;
  private final @Nullable List<ActiveJourney> onChange;
  private final boolean mayMove;
  private final @Nullable EventKey key;
  private final List<Receipt.Exit> exits;
  private @Nullable Rejected refusal;
  private @Nullable Arrival first;
  private Roll.@Nullable Place place;
  private long contactId;
  private long id;
  private long changeId;
  private boolean repeat;

  private Arrival(
      NewEvent event,
      List<ActiveJourney> triggered,
      @Nullable List<ActiveJourney> onChange,
      boolean mayMove,
      List<Receipt.Exit> exits) {
    this.event = event;
    this.triggered = triggered;
    this.onChange = onChange;
    this.mayMove = mayMove;
    this.exits = exits;
    var text = event.idempotencyKey();
    this.key = text == null ? null : EventKey.of(event.tenant(), text);
  }

  /** An event that finds this set in force. */
  static Arrival of(NewEvent event, ActiveSet active) {
    var decides = event.source() != Source.IMPORT;
    var tells =
        decides
            && !event.contactProperties().isEmpty()
            && active.mentions(RunScope.CONTACT_CHANGED);
    return new Arrival(
        event,
        decides && event.isEvent() ? active.triggeredBy(event.name()) : List.of(),
        tells ? active.triggeredBy(RunScope.CONTACT_CHANGED) : null,
        active.watches(event.contactProperties().keySet()),
        new ArrayList<>());
  }

  /**
   * The event that tells what this one changed of its contact. What it ends is told to the sender
   * of this one.
   *
   * @param told as {@link dev.sojourn.core.replay.ContactChange} tells it
   */
  Arrival change(Map<String, @Nullable Object> told) {
    var change =
        new Arrival(
            new NewEvent(
                event.tenant(),
                RunScope.CONTACT_CHANGED,
                event.keys(),
                Json.write(told),
                Map.of(),
                null,
                null,
                Source.JOURNEY),
            Objects.requireNonNull(onChange),
            null,
            false,
            exits);
    change.contactId = contactId;
    change.id = changeId;
    return change;
  }

  NewEvent event() {
    return event;
  }

  /** The journeys that it triggers, by their newest definitions. */
  List<ActiveJourney> triggered() {
    return triggered;
  }

  /** Whether some journey would hear of what it changes of its contact. */
  boolean mayTell() {
    return onChange != null;
  }

  /** Whether what it says of its contact may move a date on which that enters a journey. */
  boolean mayMove() {
    return mayMove;
  }

  /** The journeys that it triggers, or the change that it makes. */
  List<ActiveJourney> mayTrigger() {
    return onChange == null || onChange.isEmpty()
        ? triggered
        : Stream.concat(triggered.stream(), onChange.stream()).toList();
  }

  /** The names of what may be heard of it. */
  List<String> names() {
    if (!event.isEvent()) {
      return mayTell() ? List.of(RunScope.CONTACT_CHANGED) : List.of();
    }
    return mayTell() ? List.of(event.name(), RunScope.CONTACT_CHANGED) : List.of(event.name());
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

  void isAbout(Roll.Place found) {
    place = found;
    contactId = found.contact();
  }

  /** How its contact was found. */
  Roll.Place place() {
    return Objects.requireNonNull(place, "only refused events have no contact");
  }

  long contactId() {
    return contactId;
  }

  /** Numbers it, and before it the event that may tell what it changes. */
  void receive(LongSupplier ids) {
    changeId = mayTell() ? ids.getAsLong() : 0;
    id = ids.getAsLong();
  }

  /** The smaller of its numbers. */
  long firstId() {
    return mayTell() ? changeId : id;
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
