package dev.sojourn.runtime.enrolment;

import dev.sojourn.core.admission.Admission;
import dev.sojourn.core.admission.Reason;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The triggers that wait for the end of a live enrolment. */
final class Queue {
  private final Database database;
  private final Bundle bundle;
  private final Decisions decisions;
  private final Telemetry telemetry;
  private final SwitchStore switches;

  Queue(
      Database database,
      Bundle bundle,
      Decisions decisions,
      Telemetry telemetry,
      SwitchStore switches) {
    this.database = database;
    this.bundle = bundle;
    this.decisions = decisions;
    this.telemetry = telemetry;
    this.switches = switches;
  }

  /** Adds triggers, at most one for each contact, journey and key. */
  Future<Void> add(Tx tx, List<QueuedTrigger> triggers) {
    if (triggers.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<String> tasks = new TreeSet<>();
    triggers.forEach(one -> tasks.add(QueueStore.task(one)));
    return database
        .names()
        .intern("task", tasks)
        .compose(numbers -> tx.run(QueueStore.ADD, QueueStore.rows(triggers, numbers)))
        .mapEmpty();
  }

  /** What waits, by contact; one for whom nothing does is missing. */
  Future<Map<Long, List<QueuedTrigger>>> of(Tx tx, Collection<Long> contactIds) {
    if (contactIds.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.run(QueueStore.OF_CONTACTS, (Object) contactIds.toArray(Long[]::new))
        .map(
            rows -> {
              Map<Long, List<QueuedTrigger>> found = new HashMap<>();
              for (QueuedTrigger one : QueueStore.triggers(rows)) {
                found.computeIfAbsent(one.contactId(), id -> new ArrayList<>()).add(one);
              }
              return found;
            });
  }

  /** Enrols by triggers whose turn has come, on the version that is active now. */
  Future<Void> begin(Engine engine, Tx tx, List<Turn> turns) {
    return turns.isEmpty()
        ? Future.succeededFuture()
        : switches.off(tx).compose(off -> begin(engine, tx, turns, off));
  }

  private Future<Void> begin(Engine engine, Tx tx, List<Turn> turns, Set<String> switchedOff) {
    Instant now = database.clock().instant();
    List<NewRun> runs = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Turn turn : turns) {
      QueuedTrigger one = turn.trigger();
      ActiveJourney active = bundle.active().journeys().get(one.journeyId());
      Optional<Reason> closed =
          active == null
              ? Optional.of(Reason.JOURNEY_DISABLED)
              : Admission.closed(active.definition(), switchedOff.contains(one.journeyId()));
      if (active != null && closed.isEmpty()) {
        runs.add(run(turn, active.version()));
      } else {
        leftOut.add(
            new LeftOut(
                one.tenant(),
                one.contactId(),
                QueueStore.task(one),
                closed.orElseThrow().wire(),
                now,
                Map.of()));
      }
    }
    tx.afterCommit(() -> runs.forEach(this::count));
    return Future.all(engine.start(tx, runs), decisions.record(tx, leftOut)).mapEmpty();
  }

  private NewRun run(Turn turn, int version) {
    QueuedTrigger one = turn.trigger();
    return new NewRun(
        database.ids().next(),
        one.tenant(),
        one.contactId(),
        QueueStore.task(one),
        one.key(),
        version,
        one.eventId(),
        JourneyTask.LEVEL,
        turn.lastEvent());
  }

  private void count(NewRun run) {
    telemetry.enrolled(JourneyTask.journeyOf(run.taskName()), 1);
  }
}
