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

  /** So many runs that were cancelled exit at a time. */
  private static final int AT_ONCE = 8;

  /** A run, and the run of Hatchet that was cancelled under it. */
  private record Cancelled(long runId, UUID by) {}

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
  private final Sweep fresh = new Sweep(this::page, this::reconciled);
  private final Sweep old = new Sweep(this::page, this::reconciled);
  private int days;
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
    exitThoseHeld(List.of(new Cancelled(runId, by)))
        .onFailure(
            why ->
                log.warn(
                    "run {}: its cancellation was not looked at: {}", runId, why.getMessage()));
  }

  /** Runs made today, and those of one day before, another one after each that was gone through. */
  Future<Void> reconcile() {
    return fresh
        .round(
            () ->
                RunQuery.since(parts.clock().instant().minus(Duration.ofDays(1)))
                    .in(RunState.CANCELLED)
                    .carrying(Map.of(Ticket.MARK, "run")))
        .compose(done -> old.round(this::nextDay));
  }

  private RunQuery nextDay() {
    Instant now = parts.clock().instant();
    int back = 1 + days++ % DAYS;
    return new RunQuery(
        now.minus(Duration.ofDays(back + 1L)),
        now.minus(Duration.ofDays(back)),
        Set.of(RunState.CANCELLED),
        List.of(),
        Map.of(Ticket.MARK, "run"));
  }

  private Future<List<RunSummary>> page(RunQuery query, int offset) {
    return Stages.future(parts.client().runs().list(query, Sweep.PAGE, offset), parts.home());
  }

  private Future<Void> reconciled(List<RunSummary> page) {
    List<Cancelled> all = new ArrayList<>(page.size());
    for (RunSummary one : page) {
      String run = one.metadata().get("run");
      if (run != null && run.matches("\\d{1,19}")) {
        all.add(new Cancelled(Long.parseLong(run), UUID.fromString(one.runId())));
      }
    }
    return exitThoseHeld(all);
  }

  private Future<Void> exitThoseHeld(List<Cancelled> all) {
    return all.isEmpty()
        ? Future.succeededFuture()
        : HatchetStore.heldBy(
                parts.database(),
                all.stream().map(Cancelled::runId).toList(),
                all.stream().map(Cancelled::by).toList())
            .compose(
                held -> exit(all.stream().filter(one -> held.contains(one.runId())).toList(), 0));
  }

  /** Some at a time, so that many do not take the database from the rest of the service. */
  private Future<Void> exit(List<Cancelled> all, int from) {
    if (from >= all.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(all.size(), from + AT_ONCE);
    return Future.join(all.subList(from, to).stream().map(this::exitIfCancelled).toList())
        .compose(done -> exit(all, to));
  }

  private Future<Void> exitIfCancelled(Cancelled one) {
    return details(one.by())
        .compose(
            details ->
                details != null && details.state() == RunState.CANCELLED
                    ? exit(one.runId())
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
    return page(query, 0)
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
