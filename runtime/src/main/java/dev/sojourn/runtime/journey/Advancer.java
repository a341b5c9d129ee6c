package dev.sojourn.runtime.journey;

import dev.sojourn.core.definition.WaitRule;
import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.Mode;
import dev.sojourn.core.replay.Outcome;
import dev.sojourn.core.replay.Pass;
import dev.sojourn.core.replay.Replay;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.replay.Resumed;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.thread.TimedThreads;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries claimed runs as far as they go: pass after pass, until each parks or ends. */
final class Advancer {
  private final RunLoader loader;
  private final Answers answers;
  private final TimedThreads threads;

  Advancer(RunLoader loader, Answers answers, TimedThreads threads) {
    this.loader = loader;
    this.answers = answers;
    this.threads = threads;
  }

  /**
   * A segment under way.
   *
   * @param journal the journal as far as the passes so far brought it
   * @param effects what those passes did to the outside
   * @param outcome how the last of them ended
   */
  private record Underway(
      Loaded.Ready loaded, Journal journal, List<Effect> effects, Outcome outcome) {
    Underway plus(Pass pass) {
      return new Underway(
          loaded,
          journal.plus(pass.newEntries()),
          Stream.concat(effects.stream(), pass.effects().stream()).toList(),
          pass.outcome());
    }

    boolean asks() {
      return outcome instanceof Outcome.Needs needs && needs.request() instanceof Request.Read;
    }

    Answers.Question<Request.Read> question() {
      if (outcome instanceof Outcome.Needs needs && needs.request() instanceof Request.Read read) {
        return new Answers.Question<>(loaded.run().subject(), read);
      }
      throw new AssertionError(outcome);
    }

    Underway answered(@Nullable Object answer) {
      return new Underway(loaded, journal.answered(answer), effects, outcome);
    }
  }

  /** The runs as far as they go, in any order. */
  Future<List<Advance>> advance(List<Claimed> runs) {
    return loader
        .load(runs)
        .compose(
            loaded -> {
              Map<Long, Advance> settled = new HashMap<>();
              List<Underway> underway = new ArrayList<>();
              loaded.forEach(one -> sort(one, settled, underway));
              return passes(underway, settled);
            });
  }

  private static void sort(Loaded one, Map<Long, Advance> settled, List<Underway> underway) {
    if (one instanceof Loaded.Missing missing) {
      settled.put(one.run().id(), new Advance.Block(one.run(), missing, missing.reason()));
    } else if (one instanceof Loaded.Ready ready) {
      if (ready.resumed() instanceof Resumed.StillParked still) {
        settled.put(one.run().id(), stillParked(ready, still.park()));
      } else if (ready.resumed() instanceof Resumed.Ended ended) {
        underway.add(new Underway(ready, ended.journal(), List.of(), new Outcome.Finished()));
      }
    }
  }

  private static Advance stillParked(Loaded.Ready ready, Request.Park park) {
    SegmentWork nothing =
        new SegmentWork(
            ready.definition(), ready.journal(), List.of(), ready.trigger(), park, null, null);
    return parked(ready.run(), nothing, park);
  }

  private Future<List<Advance>> passes(List<Underway> underway, Map<Long, Advance> settled) {
    if (underway.isEmpty()) {
      return Future.succeededFuture(List.copyOf(settled.values()));
    }
    return threads
        .each(underway, Advancer::pass, Advancer::overrun)
        .compose(
            after -> {
              List<Underway> asking = new ArrayList<>();
              for (Object one : after) {
                if (one instanceof Underway run && run.asks()) {
                  asking.add(run);
                } else if (one instanceof Underway run) {
                  settled.put(run.loaded().run().id(), settle(run));
                } else if (one instanceof Advance.Block block) {
                  settled.put(block.run().id(), block);
                }
              }
              return answered(asking).compose(answered -> passes(answered, settled));
            });
  }

  private static Object pass(Underway run) {
    Loaded.Ready ready = run.loaded();
    try {
      return run.plus(Replay.next(ready.script(), run.journal(), ready.segment(), Mode.LIVE));
    } catch (RuntimeException bug) {
      return new Advance.Block(
          ready.run(), bug, "replaying '" + ready.script() + "' broke: " + bug);
    }
  }

  private static Object overrun(Underway run) {
    String message =
        "journey '%s', after '%s': a pass took longer than 30 s and did not yield; look for a blocking call in a once { }"
            .formatted(run.loaded().definition().id(), run.journal().label());
    return new Underway(
        run.loaded(), run.journal(), run.effects(), new Outcome.Failed(message, false));
  }

  private Future<List<Underway>> answered(List<Underway> asking) {
    if (asking.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return answers
        .to(asking.stream().<Answers.Question<?>>map(Underway::question).toList())
        .map(
            all -> {
              List<Underway> next = new ArrayList<>(asking.size());
              for (int i = 0; i < asking.size(); i++) {
                next.add(asking.get(i).answered(all.get(i)));
              }
              return next;
            });
  }

  private static Advance settle(Underway run) {
    Claimed claimed = run.loaded().run();
    if (run.outcome() instanceof Outcome.Needs needs
        && needs.request() instanceof Request.Park park) {
      return parked(claimed, work(run, park, null, null), park);
    }
    if (run.outcome() instanceof Outcome.StartsOver over) {
      Journal next = run.journal().startOver(over.carried());
      return new Advance.Park(claimed, work(run, null, next, null), claimed.now(), null, true);
    }
    return new Advance.Finish(claimed, work(run, null, null, end(run.outcome())));
  }

  private static SegmentWork work(
      Underway run,
      Request.@Nullable Park park,
      @Nullable Journal next,
      SegmentWork.@Nullable End end) {
    return new SegmentWork(
        run.loaded().definition(),
        run.journal(),
        run.effects(),
        run.loaded().trigger(),
        park,
        next,
        end);
  }

  private static SegmentWork.End end(Outcome outcome) {
    if (outcome instanceof Outcome.Exited exited) {
      return new SegmentWork.End(EnrolmentStatus.EXITED, exited.reason());
    }
    if (outcome instanceof Outcome.Failed failed) {
      return new SegmentWork.End(EnrolmentStatus.FAILED, failed.message());
    }
    if (outcome instanceof Outcome.Finished) {
      return new SegmentWork.End(EnrolmentStatus.COMPLETED, null);
    }
    throw new AssertionError(outcome);
  }

  private static Advance parked(Claimed run, SegmentWork work, Request.Park park) {
    if (park instanceof Request.Sleep sleep) {
      return new Advance.Park(run, work, sleep.deadline(), null);
    }
    if (park instanceof Request.AwaitEvent wait) {
      String rule =
          new WaitRule(wait.where(), wait.sameKey(), wait.events().subList(1, wait.events().size()))
              .write();
      return new Advance.Park(
          run, work, wait.deadline(), new Advance.Wait(wait.events().get(0), rule));
    }
    if (park instanceof Request.SendMail) {
      return new Advance.Park(run, work, Instant.MAX, null);
    }
    throw new AssertionError(park);
  }
}
