package dev.sojourn.runtime.enrolment;

import dev.sojourn.core.admission.Admission;
import dev.sojourn.core.admission.Decision;
import dev.sojourn.core.admission.Reason;
import dev.sojourn.core.admission.Standing;
import dev.sojourn.dsl.definition.Trigger;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.engine.Run;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The triggers that wait for the end of a live enrolment. */
final class Queue {
  private final Database database;
  private final Bundle bundle;
  private final Decisions decisions;
  private final Telemetry telemetry;
  private final Preferences preferences;

  Queue(
      Database database,
      Bundle bundle,
      Decisions decisions,
      Telemetry telemetry,
      Preferences preferences) {
    this.preferences = preferences;
    this.database = database;
    this.bundle = bundle;
    this.decisions = decisions;
    this.telemetry = telemetry;
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

  /**
   * Enrols by triggers whose turn has come and by stragglers of enrolments that ended, on the
   * version that is active now. A straggler takes the place of a trigger that waited; one that the
   * ended enrolment has in a digest begins nothing.
   */
  Future<Void> begin(Engine engine, Tx tx, List<Turn> turns, List<Ended> ended) {
    List<Ended> digested = ended.stream().filter(one -> one.digested() != null).toList();
    return digested.isEmpty()
        ? begin(engine, tx, turns)
        : Future.all(followers(tx, digested), fresh(tx, turns, digested))
            .compose(
                both -> {
                  List<Turn> all = new ArrayList<>(both.<List<Turn>>resultAt(0));
                  both.<List<Turn>>resultAt(1).stream()
                      .filter(turn -> all.stream().noneMatch(turn::isAt))
                      .toList()
                      .forEach(all::add);
                  return begin(engine, tx, all);
                });
  }

  private static Future<List<Turn>> followers(Tx tx, List<Ended> digested) {
    List<Ended> followed = digested.stream().filter(one -> one.straggler() != null).toList();
    return followed.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.run(QueueStore.LAST_EVENTS, (Object) contacts(followed))
            .map(
                rows -> {
                  Map<Long, Long> last = new HashMap<>();
                  rows.forEach(row -> last.put(row.getLong(0), row.getLong(1)));
                  return followed.stream().map(one -> turn(one, last)).toList();
                });
  }

  /** The turns without those whose event is in a digest; one that starts a journey is in none. */
  private static Future<List<Turn>> fresh(Tx tx, List<Turn> turns, List<Ended> digested) {
    Long[] old =
        turns.stream()
            .filter(turn -> digested.stream().anyMatch(turn::isGatheredBy))
            .map(turn -> turn.trigger().eventId())
            .toArray(Long[]::new);
    return old.length == 0
        ? Future.succeededFuture(turns)
        : tx.run(QueueStore.GATHERED, old, Trigger.START)
            .map(
                rows -> {
                  Set<Long> gathered = new TreeSet<>();
                  rows.forEach(row -> gathered.add(row.getLong(0)));
                  return turns.stream()
                      .filter(turn -> !gathered.contains(turn.trigger().eventId()))
                      .toList();
                });
  }

  private static Long[] contacts(List<Ended> ended) {
    return ended.stream().map(one -> one.run().subject()).distinct().toArray(Long[]::new);
  }

  private static Turn turn(Ended one, Map<Long, Long> last) {
    Run run = one.run();
    long straggler = Objects.requireNonNull(one.straggler());
    return new Turn(
        new QueuedTrigger(run.tenant(), run.subject(), one.journeyId(), run.key(), straggler),
        last.getOrDefault(run.subject(), straggler),
        Ids.instantOf(run.id()));
  }

  private Future<Void> begin(Engine engine, Tx tx, List<Turn> turns) {
    if (turns.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<Long> contacts = new TreeSet<>();
    turns.forEach(turn -> contacts.add(turn.trigger().contactId()));
    Future<Map<Integer, Set<String>>> off = SwitchStore.off(tx);
    Future<Set<Long>> unsubscribed = preferences.unsubscribed(tx, contacts);
    return Future.all(off, unsubscribed)
        .compose(both -> begin(engine, tx, turns, off.result(), unsubscribed.result()));
  }

  private Future<Void> begin(
      Engine engine,
      Tx tx,
      List<Turn> turns,
      Map<Integer, Set<String>> switchedOff,
      Set<Long> unsubscribed) {
    Instant now = database.clock().instant();
    List<NewRun> runs = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Turn turn : turns) {
      QueuedTrigger one = turn.trigger();
      ActiveJourney active = bundle.active().journeys().get(one.journeyId());
      Standing standing =
          new Standing(
              switchedOff.getOrDefault(one.tenant(), Set.of()).contains(one.journeyId()),
              turn.lastEntry(),
              unsubscribed.contains(one.contactId()),
              Set.of());
      Optional<Decision.Refuse> refused =
          active == null
              ? Optional.of(new Decision.Refuse(Reason.JOURNEY_DISABLED, Map.of()))
              : Admission.again(active.definition(), standing, now);
      if (active != null && refused.isEmpty()) {
        runs.add(run(turn, active.version()));
      } else {
        leftOut.add(leftOut(one, refused.orElseThrow(), now));
      }
    }
    tx.afterCommit(() -> runs.forEach(this::count));
    return Future.all(engine.start(tx, runs), decisions.record(tx, leftOut)).mapEmpty();
  }

  private static LeftOut leftOut(QueuedTrigger one, Decision.Refuse why, Instant now) {
    return new LeftOut(
        one.tenant(),
        one.contactId(),
        QueueStore.task(one),
        why.reason().wire(),
        now,
        why.compared());
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
