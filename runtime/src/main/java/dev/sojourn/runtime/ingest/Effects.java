package dev.sojourn.runtime.ingest;

import dev.sojourn.core.condition.Conditions;
import dev.sojourn.core.fold.Change;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.engine.Run;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.enrolment.Ended;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.enrolment.JourneyTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a batch does to enrolments, gathered from what the folds said. */
final class Effects {
  private static final int LEVEL = 1;

  private final Database database;
  private final Map<Long, NewRun> starts = new LinkedHashMap<>();
  private final Map<Long, Wake> wakes = new LinkedHashMap<>();
  private final List<Long> cancels = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  Effects(Database database) {
    this.database = database;
  }

  /** One contact's events, its stored runs, and the versions that new enrolments enter with. */
  record Subject(
      int tenant,
      long contactId,
      Map<Long, Arrival> arrivals,
      Map<Long, StoredRun> runs,
      Map<String, Integer> versions) {}

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

  /** Adds what one fold said. */
  void add(Subject subject, List<Change> changes) {
    var begun = new HashMap<Long, Long>();
    for (var change : changes) {
      if (change instanceof Change.Exit exit) {
        exit(subject, exit, begun.getOrDefault(exit.run().id(), exit.run().id()));
      } else if (change instanceof Change.Match match) {
        wakes.put(match.run().id(), new Wake(match.run().id(), match.event().id()));
      } else if (change instanceof Change.Enrol enrol) {
        begun.put(enrol.run().id(), enrol(subject, enrol));
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

  private long enrol(Subject subject, Change.Enrol enrol) {
    var id = database.ids().next();
    var journeyId = enrol.journey().id();
    var version = subject.versions().get(journeyId);
    if (version == null) {
      throw new IllegalStateException("journey '" + journeyId + "' is not active");
    }
    starts.put(
        id,
        new NewRun(
            id,
            subject.tenant(),
            subject.contactId(),
            JourneyTask.nameOf(journeyId),
            enrol.key(),
            version,
            enrol.event().id(),
            LEVEL));
    return id;
  }

  private void exit(Subject subject, Change.Exit exit, long runId) {
    var journeyId = exit.run().pinned().id();
    var face = database.publicIds().face(runId);
    var arrival = subject.arrivals().get(exit.event().id());
    if (arrival != null) {
      arrival.tested(new Receipt.Exit(journeyId, face, exit.exits()));
    }
    if (!exit.exits()) {
      leaveOut(
          subject, exit, JourneyTask.nameOf(journeyId), "exit_conditions_not_met", compared(exit));
      return;
    }
    wakes.remove(runId);
    ended.add(
        new Ended(
            gone(subject, runId),
            EnrolmentStatus.EXITED,
            null,
            "event '" + exit.event().name() + "'",
            exit.event().receivedAt(),
            arrival == null ? null : arrival.event().properties()));
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
