package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.RunDetails;
import dev.sojourn.hatchet.RunQuery;
import dev.sojourn.hatchet.RunState;
import dev.sojourn.hatchet.RunSummary;
import dev.sojourn.runtime.engine.Assigner.Assigned;
import dev.sojourn.runtime.engine.Assigner.Parked;
import dev.sojourn.runtime.engine.hatchet.HatchetStore.Overdue;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, round by round, for what Hatchet tells nobody: parked runs that were cancelled there, and
 * runs that it has lost. It looks before it acts, and does nothing while Hatchet is away.
 */
final class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  /** So long after its time, nobody can be about to take a run up. */
  private static final Duration OVERDUE = Duration.ofMinutes(2);

  /** So long after its time, a run that Hatchet says it has is given to another one. */
  private static final Duration LOST = Duration.ofMinutes(10);

  private static final int DAYS = (int) Plan.OLDEST.toDays() + 1;
  private static final int LISTED = 1_000;

  /** Gives a run to a fresh run of Hatchet. */
  interface Replacing {
    Future<Boolean> replace(Ticket ticket, @Nullable UUID by);
  }

  private final HatchetWork.Parts parts;
  private final Replacing replacing;
  private final Supplier<Outside> outside;
  private final Supplier<List<String>> tasks;
  private final Retired retired;
  private Future<?> round = Future.succeededFuture();
  private int rounds;
  private long timer;
  private volatile boolean closed;

  Watch(
      HatchetWork.Parts parts,
      Replacing replacing,
      Supplier<Outside> outside,
      Supplier<List<String>> tasks,
      Retired retired) {
    this.parts = parts;
    this.replacing = replacing;
    this.outside = outside;
    this.tasks = tasks;
    this.retired = retired;
  }

  /** Looks from now on. */
  void open() {
    timer =
        parts
            .vertx()
            .setPeriodic(
                parts.settings().pace().watch().toMillis(),
                rung -> parts.home().runOnContext(back -> round()));
  }

  void close() {
    closed = true;
    parts.vertx().cancelTimer(timer);
  }

  private void round() {
    if (!closed && round.isComplete()) {
      round =
          reconcile()
              .compose(done -> overdue())
              .compose(done -> retired.look())
              .onFailure(why -> log.warn("Hatchet was not looked at: {}", why.getMessage()));
    }
  }

  /** A run of Hatchet was cancelled, or timed out; its details say which. */
  void cancelled(long runId, UUID by) {
    cancelled(List.of(runId), List.of(by))
        .onFailure(
            why ->
                log.warn(
                    "run {}: its cancellation was not looked at: {}", runId, why.getMessage()));
  }

  /** Runs made today, and those of one day before, another one in each round. */
  Future<Void> reconcile() {
    Instant now = parts.clock().instant();
    Instant today = now.minus(Duration.ofDays(1));
    int back = 1 + rounds++ % DAYS;
    RunQuery old =
        new RunQuery(
            now.minus(Duration.ofDays(back + 1L)),
            now.minus(Duration.ofDays(back)),
            Set.of(RunState.CANCELLED),
            List.of(),
            Map.of(Ticket.MARK, "run"));
    RunQuery fresh =
        RunQuery.since(today).in(RunState.CANCELLED).carrying(Map.of(Ticket.MARK, "run"));
    return list(fresh)
        .compose(found -> list(old).map(more -> joined(found, more)))
        .compose(this::reconciled);
  }

  private static List<RunSummary> joined(List<RunSummary> some, List<RunSummary> more) {
    List<RunSummary> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private Future<List<RunSummary>> list(RunQuery query) {
    return Stages.future(parts.client().runs().list(query, LISTED), parts.home());
  }

  private Future<Void> reconciled(List<RunSummary> cancelled) {
    List<Long> ids = new ArrayList<>();
    List<UUID> by = new ArrayList<>();
    for (RunSummary one : cancelled) {
      String run = one.metadata().get("run");
      if (run != null && run.matches("\\d{1,19}")) {
        ids.add(Long.parseLong(run));
        by.add(UUID.fromString(one.runId()));
      }
    }
    return cancelled(ids, by);
  }

  private Future<Void> cancelled(List<Long> ids, List<UUID> by) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : HatchetStore.heldBy(parts.database(), ids, by)
            .compose(
                held -> {
                  Future<Void> done = Future.succeededFuture();
                  for (int i = 0; i < ids.size(); i++) {
                    long id = ids.get(i);
                    UUID one = by.get(i);
                    if (held.contains(id)) {
                      done = done.compose(before -> exitIfCancelled(id, one));
                    }
                  }
                  return done;
                });
  }

  private Future<Void> exitIfCancelled(long runId, UUID by) {
    return details(by)
        .compose(
            details ->
                details != null && details.state() == RunState.CANCELLED
                    ? exit(runId)
                    : Future.succeededFuture());
  }

  private Future<Void> exit(long runId) {
    log.info("run {} was cancelled in Hatchet, and exits", runId);
    return outside.get().exit(runId, "cancelled in Hatchet");
  }

  /** What Hatchet says of a run; null if it knows none. */
  private Future<@Nullable RunDetails> details(UUID by) {
    return Stages.future(parts.client().runs().details(by.toString()), parts.home())
        .recover(
            failure ->
                failure instanceof HatchetException known && known.kind() == Kind.NOT_FOUND
                    ? Future.succeededFuture(null)
                    : Future.failedFuture(failure));
  }

  /** Looks after runs whose time came long ago. */
  Future<Void> overdue() {
    Instant before = parts.clock().instant().minus(OVERDUE);
    return HatchetStore.overdue(parts.database(), tasks.get(), before)
        .compose(
            found -> {
              Future<Void> done = Future.succeededFuture();
              for (Overdue one : found) {
                done = done.compose(next -> mend(one));
              }
              return done;
            });
  }

  private Future<Void> mend(Overdue one) {
    UUID by = one.by();
    if (by == null) {
      return unstarted(one);
    }
    return details(by)
        .compose(
            details -> {
              if (details == null) {
                return restart(one, "Hatchet does not know its run");
              }
              if (details.state() == RunState.CANCELLED) {
                return exit(one.ticket().runId());
              }
              if (details.state().isTerminal()) {
                return restart(one, "its run in Hatchet is " + details.state());
              }
              return isLost(one)
                  ? restart(one, "its run in Hatchet does not go on")
                  : stir(one, details);
            });
  }

  private boolean isLost(Overdue one) {
    return one.dueAt().plus(LOST).isBefore(parts.clock().instant());
  }

  /** Nobody has adopted it: its start is under way, or Hatchet has lost it. */
  private Future<Void> unstarted(Overdue one) {
    RunQuery query =
        RunQuery.since(one.dueAt().minus(Duration.ofDays(1))).carrying(one.ticket().metadata());
    return list(query)
        .compose(
            runs ->
                runs.stream().allMatch(run -> run.state().isTerminal())
                    ? restart(one, "Hatchet has no run of it")
                    : Future.succeededFuture());
  }

  /** Its waking may have been lost. */
  private Future<Void> stir(Overdue one, RunDetails details) {
    Integer park = one.park();
    Future<Void> woken =
        park == null
            ? Future.succeededFuture()
            : add(parts.assignments().letters().wake(new Parked(one.ticket().runId(), park)));
    return woken.compose(
        told ->
            details.evicted()
                ? Stages.future(
                    parts.client().runs().restore(Objects.requireNonNull(one.by()).toString()),
                    parts.home())
                : Future.succeededFuture());
  }

  private Future<Void> restart(Overdue one, String why) {
    UUID by = one.by();
    return replacing
        .replace(one.ticket(), by)
        .compose(
            replaced -> {
              if (!replaced) {
                return Future.succeededFuture();
              }
              log.warn("run {} is given to a fresh run of Hatchet: {}", one.ticket().runId(), why);
              return by == null
                  ? Future.succeededFuture()
                  : add(
                      parts.assignments().letters().cancel(new Assigned(one.ticket().runId(), by)));
            });
  }

  private Future<Void> add(Parcel parcel) {
    return parts.database().transaction(tx -> parts.outbox().add(tx, List.of(parcel)));
  }
}
