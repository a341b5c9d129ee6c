package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.replay.Segment;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.bundle.Uncompilable;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.email.SendOutcome;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.event.EventProperties;
import dev.sojourn.runtime.event.StoredEvent;
import dev.sojourn.runtime.event.UpTo;
import dev.sojourn.runtime.journey.JournalStore.StoredSegment;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Loads what claimed runs need for their next segment: five reads for all of them together. */
final class RunLoader {
  private final JourneyRooms rooms;
  private final Database database;
  private final JournalStore journals;

  RunLoader(Database database, JourneyRooms rooms, JournalStore journals) {
    this.database = database;
    this.rooms = rooms;
    this.journals = journals;
  }

  /** What was read for all runs. */
  private record Batch(
      Map<Integer, Future<Script>> scripts,
      Map<Integer, JourneyDefinition> definitions,
      Map<Long, List<StoredSegment>> journals,
      Map<Long, Contact> contacts,
      Map<Long, StoredEvent> events,
      Map<Long, SendOutcome> outcomes) {}

  /** The runs with what they need, in the same order. */
  Future<List<Loaded>> load(List<Claimed> runs) {
    Map<Integer, Future<Script>> scripts = new HashMap<>();
    runs.forEach(run -> scripts.computeIfAbsent(run.version(), rooms.bundle()::script));
    var compiled = compiled(scripts.values());
    var definitions = rooms.bundle().definitions(scripts.keySet());
    var stored = journals.load(generations(runs));
    var contacts =
        rooms.contacts().load(new TreeSet<>(runs.stream().map(Claimed::subject).toList()));
    var events = events(runs);
    var outcomes = rooms.sends().outcomes(causes(runs));
    return Future.all(List.of(compiled, definitions, stored, contacts, events, outcomes))
        .compose(
            all ->
                loaded(
                    runs,
                    new Batch(
                        scripts,
                        definitions.result(),
                        stored.result(),
                        contacts.result(),
                        events.result(),
                        outcomes.result())));
  }

  /** A version that cannot be compiled blocks its own runs; any other failure is the database's. */
  private static Future<Void> compiled(Collection<Future<Script>> scripts) {
    return Future.join(List.copyOf(scripts))
        .transform(
            all ->
                scripts.stream()
                    .filter(Future::failed)
                    .map(Future::cause)
                    .filter(cause -> !(cause instanceof Uncompilable))
                    .findFirst()
                    .map(Future::<Void>failedFuture)
                    .orElseGet(Future::succeededFuture));
  }

  private static Map<Long, Integer> generations(List<Claimed> runs) {
    Map<Long, Integer> generations = new HashMap<>();
    for (Claimed run : runs) {
      if (run.segment() > 0) {
        generations.put(run.id(), run.generation());
      }
    }
    return generations;
  }

  private Future<Map<Long, StoredEvent>> events(List<Claimed> runs) {
    List<Long> ids = new ArrayList<>();
    List<Long> contacts = new ArrayList<>();
    for (Claimed run : runs) {
      ids.add(run.eventId());
      contacts.add(run.subject());
      Long cause = run.cause();
      if (cause != null) {
        ids.add(cause);
        contacts.add(run.subject());
      }
    }
    return rooms.events().load(ids, contacts);
  }

  private static List<Long> causes(List<Claimed> runs) {
    List<Long> causes = new ArrayList<>();
    for (Claimed run : runs) {
      Long cause = run.cause();
      if (cause != null) {
        causes.add(cause);
      }
    }
    return causes;
  }

  /** A run with its journal read; what ended its park is still to be found out. */
  private record Opened(
      Claimed run,
      Script script,
      JourneyDefinition definition,
      StoredEvent trigger,
      Contact contact,
      Journal journal) {
    /** The instant up to which events were the open park's; empty if it is not over by time. */
    Optional<Instant> elapsed() {
      return run.cause() != null
          ? Optional.empty()
          : journal
              .open()
              .flatMap(Request.Park::until)
              .filter(deadline -> !deadline.isAfter(run.now()));
    }
  }

  private Future<List<Loaded>> loaded(List<Claimed> runs, Batch batch) {
    List<Loaded> loaded = new ArrayList<>(runs.size());
    List<Opened> opened = new ArrayList<>(runs.size());
    for (Claimed run : runs) {
      try {
        open(run, batch, loaded, opened);
      } catch (RuntimeException unreadable) {
        loaded.add(new Loaded.Missing(run, String.valueOf(unreadable.getMessage())));
      }
    }
    List<UpTo> asked = new ArrayList<>();
    for (Opened one : opened) {
      one.elapsed()
          .ifPresent(
              deadline -> asked.add(new UpTo(one.run().id(), one.run().subject(), deadline)));
    }
    return rooms
        .events()
        .lastUpTo(asked)
        .map(
            seen -> {
              opened.forEach(one -> loaded.add(ready(one, batch, seen)));
              return loaded;
            });
  }

  private static void open(Claimed run, Batch batch, List<Loaded> missing, List<Opened> opened) {
    Future<Script> compiled = batch.scripts().get(run.version());
    Contact contact = batch.contacts().get(run.subject());
    StoredEvent trigger = batch.events().get(run.eventId());
    JourneyDefinition definition = batch.definitions().get(run.version());
    if (compiled == null || compiled.failed() || definition == null) {
      String why =
          compiled == null || compiled.succeeded()
              ? "it is not stored"
              : compiled.cause().getMessage();
      missing.add(
          new Loaded.Missing(
              run, "version " + run.version() + " of its script cannot be compiled: " + why));
    } else if (contact == null || trigger == null) {
      String what = contact == null ? "its contact" : "the event that started it";
      missing.add(new Loaded.Missing(run, what + " is not stored"));
    } else {
      Journal journal =
          journal(run, definition, batch.journals().getOrDefault(run.id(), List.of()));
      opened.add(new Opened(run, compiled.result(), definition, trigger, contact, journal));
    }
  }

  private Loaded ready(Opened one, Batch batch, Map<Long, Long> seen) {
    Claimed run = one.run();
    Segment segment =
        new Segment(
            run.now(),
            (run.id() * 31 + run.generation()) * 31 + run.segment(),
            Views.of(one.contact()),
            Views.of(one.trigger()),
            database.publicIds().face(run.id()),
            run.key());
    return new Loaded.Ready(
        run,
        one.script(),
        one.definition(),
        one.trigger(),
        one.journal(),
        one.journal().resume(cause(one, batch, seen)),
        segment);
  }

  private static Journal journal(
      Claimed run, JourneyDefinition definition, List<StoredSegment> stored) {
    if (stored.isEmpty()) {
      Long last = run.generation() == 0 ? run.cause() : null;
      return last == null ? Journal.start(run.eventId()) : Journal.follow(run.eventId(), last);
    }
    List<List<Entry>> segments = new ArrayList<>(stored.size());
    for (StoredSegment segment : stored) {
      segments.add(JournalCodec.decode(segment.format(), segment.entries(), definition.labels()));
    }
    return Journal.of(run.generation(), run.eventId(), segments);
  }

  private Cause cause(Opened one, Batch batch, Map<Long, Long> seen) {
    Long id = one.run().cause();
    Instant now = one.run().now();
    if (id == null) {
      return new Cause.Looked(now, seen.getOrDefault(one.run().id(), 0L));
    }
    boolean waitsForMail =
        one.journal().open().filter(park -> park instanceof Request.SendMail).isPresent();
    SendOutcome outcome = batch.outcomes().get(id);
    if (waitsForMail && outcome != null && outcome.isSettled()) {
      return new Cause.MailSettled(
          outcome.told(),
          database.publicIds().face(id),
          outcome.sentAt(),
          outcome.error() == null ? outcome.reason() : outcome.error());
    }
    StoredEvent event = batch.events().get(id);
    return event == null ? new Cause.Looked(now, 0) : arrived(event, one.definition());
  }

  /** An event as a reason to take up a run of this journey. */
  static Cause.Arrived arrived(StoredEvent event, JourneyDefinition definition) {
    String path = definition.entry().key();
    return new Cause.Arrived(
        event.id(), event.name(), event.occurredAt(), event.scalars(), key(event, path));
  }

  private static @Nullable String key(StoredEvent event, @Nullable String path) {
    return path == null ? null : new EventProperties(event.json()).keys(List.of(path)).get(path);
  }
}
