package dev.sojourn.runtime.ingest;

import dev.sojourn.core.admission.Reason;
import dev.sojourn.core.condition.Conditions;
import dev.sojourn.core.fold.Change;
import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.engine.Run;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.enrolment.Ended;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.enrolment.QueuedTrigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a batch does to enrolments, gathered from what the folds said. */
final class Effects {
  private final Database database;
  private final Map<Long, NewRun> starts = new LinkedHashMap<>();
  private final Map<Long, Wake> wakes = new LinkedHashMap<>();
  private final List<Long> cancels = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final Map<Place, QueuedTrigger> queued = new LinkedHashMap<>();

  Effects(Database database) {
    this.database = database;
  }

  /** One contact's events, its stored runs, and the journeys that new enrolments enter. */
  record Subject(
      int tenant,
      long contactId,
      Map<Long, Arrival> arrivals,
      Map<Long, StoredRun> runs,
      Map<String, ActiveJourney> journeys) {}

  /** Where a contact may be live once. */
  private record Place(long contactId, String journeyId, String key) {
    static Place of(Subject subject, LiveRun run) {
      return new Place(subject.contactId(), run.pinned().id(), run.key());
    }
  }

  List<NewRun> starts() {
    return List.copyOf(starts.values());
  }

  List<Wake> wakes() {
    return List.copyOf(wakes.values());
  }

  List<Long> cancels() {
    return cancels;
  }

  List<Ended> ended() {
    return ended;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  List<QueuedTrigger> queued() {
    return List.copyOf(queued.values());
  }

  /** Adds what one fold said. */
  void add(Subject subject, List<Change> changes) {
    var begun = new HashMap<Long, Long>();
    for (var change : changes) {
      if (change instanceof Change.Exit exit) {
        exit(subject, exit, begun.getOrDefault(exit.run().id(), exit.run().id()));
      } else if (change instanceof Change.Match match) {
        wakes.put(match.run().id(), new Wake(match.run().id(), match.event().id()));
      } else if (change instanceof Change.Enrol enrol) {
        begun.put(enrol.run().id(), start(subject, enrol.run(), enrol.event().id(), null));
      } else if (change instanceof Change.Follow follow) {
        var by = follow.queued().eventId();
        begun.put(follow.run().id(), start(subject, follow.run(), by, follow.event().id()));
      } else if (change instanceof Change.Replace replace) {
        var run = replace.run();
        var reason = "restarted by event '" + change.event().name() + "'";
        end(subject, change.event(), run, begun.getOrDefault(run.id(), run.id()), reason);
      } else if (change instanceof Change.Queue queue) {
        queue(subject, queue);
      } else if (change instanceof Change.HoldOut holdOut) {
        holdOut(subject, holdOut);
      } else if (change instanceof Change.Refuse refuse) {
        leaveOut(
            subject,
            change,
            JourneyTask.nameOf(refuse.journeyId()),
            refuse.reason().wire(),
            refuse.compared());
      } else if (change instanceof Change.NearMiss miss) {
        leaveOut(
            subject,
            change,
            "wait:" + miss.run().pinned().id() + "/" + change.event().name(),
            "wait_conditions_not_met",
            miss.compared());
      } else {
        throw new AssertionError(change);
      }
    }
  }

  private long start(Subject subject, LiveRun run, long eventId, @Nullable Long lastEvent) {
    var start = newRun(subject, run.pinned().id(), run.key(), eventId, lastEvent);
    starts.put(start.id(), start);
    return start.id();
  }

  private NewRun newRun(
      Subject subject, String journeyId, String key, long eventId, @Nullable Long lastEvent) {
    var journey = subject.journeys().get(journeyId);
    if (journey == null) {
      throw new IllegalStateException("journey '" + journeyId + "' is not active");
    }
    return new NewRun(
        database.ids().next(),
        subject.tenant(),
        subject.contactId(),
        JourneyTask.nameOf(journeyId),
        key,
        journey.version(),
        eventId,
        JourneyTask.LEVEL,
        lastEvent);
  }

  private void queue(Subject subject, Change.Queue queue) {
    var run = queue.run();
    var journeyId = queue.journey().id();
    queued.put(
        Place.of(subject, run),
        new QueuedTrigger(
            subject.tenant(), subject.contactId(), journeyId, run.key(), queue.event().id()));
    leaveOut(
        subject,
        queue,
        JourneyTask.nameOf(journeyId),
        "queued",
        run.key().isEmpty() ? Map.of() : Map.of("key", run.key()));
  }

  /** Whoever is held out stands among the ended ones, once. */
  private void holdOut(Subject subject, Change.HoldOut holdOut) {
    var journeyId = holdOut.journey().id();
    var event = holdOut.event();
    if (holdOut.first()) {
      ended.add(
          new Ended(
              newRun(subject, journeyId, "", event.id(), null),
              EnrolmentStatus.HELD_OUT,
              null,
              null,
              event.receivedAt(),
              properties(subject, event)));
    }
    leaveOut(subject, holdOut, JourneyTask.nameOf(journeyId), Reason.HELD_OUT.wire(), Map.of());
  }

  private void exit(Subject subject, Change.Exit exit, long runId) {
    var journeyId = exit.run().pinned().id();
    var arrival = subject.arrivals().get(exit.event().id());
    if (arrival != null) {
      var face = database.publicIds().face(runId);
      arrival.tested(new Receipt.Exit(journeyId, face, exit.exits()));
    }
    if (exit.exits()) {
      end(subject, exit.event(), exit.run(), runId, "event '" + exit.event().name() + "'");
    } else {
      leaveOut(
          subject, exit, JourneyTask.nameOf(journeyId), "exit_conditions_not_met", compared(exit));
    }
  }

  private void end(Subject subject, Fact event, LiveRun run, long runId, String reason) {
    wakes.remove(runId);
    queued.remove(Place.of(subject, run));
    ended.add(
        new Ended(
            gone(subject, runId),
            EnrolmentStatus.EXITED,
            null,
            reason,
            event.receivedAt(),
            properties(subject, event)));
  }

  private static @Nullable String properties(Subject subject, Fact event) {
    var arrival = subject.arrivals().get(event.id());
    return arrival == null ? null : arrival.event().properties();
  }

  /** Takes a run away; one that this batch began never becomes a row. */
  private Run gone(Subject subject, long runId) {
    var begun = starts.remove(runId);
    if (begun != null) {
      return begun;
    }
    cancels.add(runId);
    var run = subject.runs().get(runId);
    if (run == null) {
      throw new IllegalStateException("run " + runId + " is not among those of its contact");
    }
    return run.run();
  }

  /** What the exit rules of the event's name looked at: its name, properties, and another key. */
  private static Map<String, @Nullable Object> compared(Change.Exit exit) {
    var event = exit.event();
    var pinned = exit.run().pinned();
    var key = pinned.entry().key();
    var compared = new LinkedHashMap<String, @Nullable Object>();
    compared.put("event", event.name());
    for (var rule : pinned.exits()) {
      if (rule.event().equals(event.name())) {
        compared.putAll(Conditions.compared(rule.where(), event.scalars()));
        if (rule.sameKey() && key != null) {
          compared.put(key, event.paths().get(key));
        }
      }
    }
    return compared;
  }

  private void leaveOut(
      Subject subject,
      Change change,
      String about,
      String reason,
      Map<String, @Nullable Object> compared) {
    leftOut.add(
        new LeftOut(
            subject.tenant(),
            subject.contactId(),
            about,
            reason,
            change.event().receivedAt(),
            compared));
  }
}
