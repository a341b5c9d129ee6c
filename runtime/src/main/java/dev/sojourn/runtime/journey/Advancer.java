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
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.event.Occurrence;
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
  private final Events events;
  private final ReplayThreads threads;

  Advancer(RunLoader loader, Events events, ReplayThreads threads) {
    this.loader = loader;
    this.events = events;
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
            ready.definition(), ready.journal(), List.of(), ready.trigger(), park, null);
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
    List<Occurrence> questions = asking.stream().map(Advancer::question).toList();
    return events
        .occurred(questions)
        .map(
            answers -> {
              List<Underway> next = new ArrayList<>(asking.size());
              for (int i = 0; i < asking.size(); i++) {
                Underway run = asking.get(i);
                next.add(
                    new Underway(
                        run.loaded(),
                        run.journal().answered(answers.get(i)),
                        run.effects(),
                        run.outcome()));
              }
              return next;
            });
  }

  private static Occurrence question(Underway run) {
    if (run.outcome() instanceof Outcome.Needs needs
        && needs.request() instanceof Request.HasEvent asked) {
      return new Occurrence(run.loaded().run().subject(), asked.event(), asked.since());
    }
    throw new AssertionError(run.outcome());
  }

  private static Advance settle(Underway run) {
    Claimed claimed = run.loaded().run();
    if (run.outcome() instanceof Outcome.Needs needs
        && needs.request() instanceof Request.Park park) {
      return parked(claimed, work(run, park, null), park);
    }
    return new Advance.Finish(claimed, work(run, null, end(run.outcome())));
  }

  private static SegmentWork work(
      Underway run, Request.@Nullable Park park, SegmentWork.@Nullable End end) {
    return new SegmentWork(
        run.loaded().definition(), run.journal(), run.effects(), run.loaded().trigger(), park, end);
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
      String rule = new WaitRule(wait.where(), wait.sameKey()).write();
      return new Advance.Park(run, work, wait.deadline(), new Advance.Wait(wait.event(), rule));
    }
    if (park instanceof Request.SendMail) {
      return new Advance.Park(run, work, Instant.MAX, null);
    }
    throw new AssertionError(park);
  }
}
