package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.worker.Condition;
import dev.sojourn.hatchet.worker.DurableRun;
import dev.sojourn.hatchet.worker.TaskRun.Ending;
import dev.sojourn.hatchet.worker.WaitFor;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Advance.Finish;
import dev.sojourn.runtime.engine.Advance.Park;
import dev.sojourn.runtime.engine.Assigner.Standing;
import dev.sojourn.runtime.engine.Assigner.Standing.Elsewhere;
import dev.sojourn.runtime.engine.Assigner.Standing.Resting;
import dev.sojourn.runtime.engine.Assigner.Standing.Taken;
import dev.sojourn.runtime.engine.Assigner.Wanted;
import dev.sojourn.runtime.engine.hatchet.Adoption.Adopted;
import dev.sojourn.runtime.engine.hatchet.Adoption.Refused;
import dev.sojourn.runtime.engine.hatchet.Adoption.Wish;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run while Hatchet has given it to this process: adopts it, asks again for the waits it has
 * had, then takes it up whenever its time has come, until it ends, waits in Hatchet, or is taken
 * away. Lives at home.
 */
final class Invocation {
  private static final Logger log = LoggerFactory.getLogger(Invocation.class);

  /** How far before its adoption a park looks for its waking; clocks differ a little. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(10);

  /** Gives a run to another run of Hatchet; false if it is not ours to give, or not now. */
  interface Chaining {
    Future<Boolean> chain(Ticket ticket, UUID by);
  }

  private final Crew crew;
  private final Chaining chaining;
  private final Ticket ticket;
  private final DurableRun run;
  private final UUID by;
  private final CompletableFuture<Map<String, Object>> result = new CompletableFuture<>();
  private final List<Integer> parks = new ArrayList<>();
  private Instant adoptedAt = Instant.MAX;
  private @Nullable Instant restsSince;
  private Runnable alarm = () -> {};
  private int epoch;
  private int turn;
  private boolean over;

  Invocation(Crew crew, Chaining chaining, Ticket ticket, DurableRun run) {
    this.crew = crew;
    this.chaining = chaining;
    this.ticket = ticket;
    this.run = run;
    this.by = UUID.fromString(run.runId());
  }

  /**
   * Begins.
   *
   * @param ended hears how it leaves this process, at home
   */
  CompletionStage<Map<String, Object>> begin(Consumer<Ending> ended) {
    crew.atHome(this::adopt);
    var unused =
        run.ended()
            .thenAccept(
                ending ->
                    crew.atHome(
                        () -> {
                          close();
                          ended.accept(ending);
                        }));
    return result;
  }

  private void adopt() {
    Wish wish = new Wish(ticket.runId(), by, ticket.chain());
    then(crew.ledger().adopt(wish), this::adoption, this::adopt);
  }

  private void adoption(Adoption adoption) {
    if (adoption instanceof Adopted adopted) {
      adoptedAt = adopted.since();
      crew.joined(ticket.runId(), this);
      replay(adopted.parks());
    } else if (adoption instanceof Refused refused) {
      end(Map.of("status", "skipped", "reason", refused.reason()));
    } else {
      alarm(crew.now().plus(SOON), this::adopt);
    }
  }

  /**
   * Asks for the waits of earlier invocations, which makes no new node, up to the one that is open.
   */
  private void replay(List<Integer> seconds) {
    if (parks.size() == seconds.size()) {
      look();
    } else {
      await(seconds.get(parks.size()), () -> replay(seconds));
    }
  }

  private void await(int seconds, Runnable then) {
    int place = parks.size();
    parks.add(seconds);
    WaitFor wait =
        WaitFor.any(
                Condition.sleep("time", Duration.ofSeconds(seconds)),
                Condition.event("wake", Ticket.WAKE)
                    .inScope(Ticket.scope(ticket.runId(), ticket.park(place)))
                    .since(adoptedAt.minus(MARGIN)))
            .labelled("park " + ticket.park(place));
    int mine = ++turn;
    var unused = run.waitFor(wait).thenRun(() -> crew.atHome(() -> inTurn(mine, then)));
  }

  /** Takes the run up if its time has come, and else finds out how it stands. */
  void look() {
    rest(false);
    then(crew.ledger().take(new Wanted(ticket.runId(), by)), this::stands, this::look);
  }

  private void stands(Standing standing) {
    if (standing instanceof Taken taken) {
      epoch = taken.epoch();
      restsSince = null;
    } else if (standing instanceof Resting resting) {
      plan(resting.dueAt(), resting.wakeable());
    } else if (standing instanceof Elsewhere) {
      end(Map.of("status", "skipped", "reason", "another run has adopted it"));
    } else {
      end(Map.of("status", "ended"));
    }
  }

  /** A segment that was taken up is in work no more; one of an older claim says nothing. */
  void left(int leftEpoch, @Nullable Advance how) {
    if (over || leftEpoch < epoch) {
      return;
    }
    restsSince = null;
    if (how instanceof Finish) {
      end(Map.of("status", "ended"));
    } else if (how instanceof Park park) {
      boolean wakeable = park.awaits() != null || park.dueAt().equals(Instant.MAX);
      plan(park.dueAt(), wakeable);
    } else if (how == null) {
      look();
    } else {
      plan(Instant.MAX, true);
    }
  }

  private void plan(Instant dueAt, boolean wakeable) {
    Instant now = crew.now();
    if (restsSince == null) {
      restsSince = now;
    }
    Plan plan =
        Plan.of(
            new Plan.Sight(
                now,
                dueAt,
                wakeable,
                restsSince.plus(crew.rest()),
                adoptedAt,
                parks.size(),
                crew.room()));
    if (plan instanceof Plan.Stay stay) {
      rest(true);
      alarm(stay.until(), this::look);
    } else if (plan instanceof Plan.Park park) {
      park(park.seconds());
    } else {
      then(chaining.chain(ticket, by), this::chained, this::look);
    }
  }

  /** Writes the park down first; if that fails or is not sure, the row says what was written. */
  private void park(int seconds) {
    int place = parks.size();
    boolean anyway = crew.room() == Plan.Room.NONE;
    then(
        crew.ledger()
            .open(new Opening(ticket.runId(), by, place, ticket.park(place), seconds, anyway)),
        opened -> {
          if (opened) {
            restsSince = null;
            await(seconds, this::look);
          } else {
            alarm(crew.now().plus(SOON), this::adopt);
          }
        },
        this::adopt);
  }

  private void chained(boolean done) {
    if (done) {
      end(Map.of("status", "chained"));
    } else {
      alarm(crew.now().plus(SOON), this::look);
    }
  }

  private void rest(boolean rests) {
    alarm.run();
    crew.stays(ticket.runId(), rests);
  }

  private void alarm(Instant at, Runnable action) {
    alarm.run();
    int mine = ++turn;
    alarm = crew.at(at, () -> inTurn(mine, action));
  }

  /** Goes on with an answer; without one, tries again after a pause. */
  private <T> void then(Future<T> answer, Consumer<T> next, Runnable again) {
    int mine = ++turn;
    answer.onComplete(
        (value, failure) ->
            crew.atHome(
                () ->
                    inTurn(
                        mine,
                        () -> {
                          if (failure == null) {
                            next.accept(value);
                          } else {
                            log.warn(
                                "run {} waits for an answer: {}",
                                ticket.runId(),
                                failure.getMessage());
                            alarm(crew.now().plus(AGAIN), again);
                          }
                        })));
  }

  /** What was begun later takes the place of what is still awaited. */
  private void inTurn(int mine, Runnable action) {
    if (!over && mine == turn) {
      action.run();
    }
  }

  private void end(Map<String, Object> outcome) {
    close();
    result.complete(outcome);
  }

  private void close() {
    over = true;
    alarm.run();
    crew.left(ticket.runId(), this);
  }
}
