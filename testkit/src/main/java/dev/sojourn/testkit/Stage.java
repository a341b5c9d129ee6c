package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.Mode;
import dev.sojourn.core.replay.Outcome;
import dev.sojourn.core.replay.Replay;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.replay.Resumed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries runs from park to park: what the engine and its task do in production, in memory. */
final class Stage {
  private final MailRoom mails;
  private final Timeline timeline;
  private final Cuts cuts;
  private int commits;

  Stage(MailRoom mails, Timeline timeline, Cuts cuts) {
    this.mails = mails;
    this.timeline = timeline;
    this.cuts = cuts;
  }

  /** A segment that is not committed yet. */
  private record Played(Journal journal, List<Effect> effects, Outcome outcome) {}

  /** How many segments were committed. */
  int commits() {
    return commits;
  }

  /** Takes a run up, and again for as long as its parks end at once. */
  void advance(Run run, Cause cause, Instant now) {
    for (@Nullable Cause next = cause; next != null && run.isLive(); ) {
      next = step(run, next, now);
    }
  }

  /** One segment; answers what ends its park at once, or null. */
  private @Nullable Cause step(Run run, Cause cause, Instant now) {
    if (!(run.journal().resume(cause) instanceof Resumed.Ended begun)) {
      return null;
    }
    commits++;
    var played = play(run, begun.journal(), now);
    if (cuts.at(commits)) {
      run.restart();
      begun = (Resumed.Ended) run.journal().resume(cause);
      played = play(run, begun.journal(), now);
    }
    run.commit(played.journal());
    if (cuts.at(commits)) {
      run.restart();
    }
    played.effects().forEach(effect -> show(effect, now));
    return settle(run, played.outcome(), now);
  }

  private Played play(Run run, Journal journal, Instant now) {
    var segment = run.segment(now);
    var effects = new ArrayList<Effect>();
    while (true) {
      var pass = Replay.next(run.script(), journal, segment, Mode.LIVE);
      journal = journal.plus(pass.newEntries());
      effects.addAll(pass.effects());
      if (!(pass.outcome() instanceof Outcome.Needs needs
          && needs.request() instanceof Request.HasEvent asked)) {
        return new Played(journal, effects, pass.outcome());
      }
      journal = journal.answered(run.person().hadEvent(asked.event(), asked.since()));
    }
  }

  private void show(Effect effect, Instant now) {
    if (effect instanceof Effect.LogLine line) {
      timeline.add(now, "log " + line.message());
    } else if (effect instanceof Effect.Checkpoint checkpoint) {
      timeline.add(now, "checkpoint '" + checkpoint.label() + "'");
    }
  }

  private @Nullable Cause settle(Run run, Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Needs needs && needs.request() instanceof Request.Park park) {
      return park(run, park, now);
    }
    if (outcome instanceof Outcome.Failed failed) {
      end(run, "failed", failed.message(), now);
    } else if (outcome instanceof Outcome.Exited exited) {
      end(run, "exited", exited.reason(), now);
    } else {
      end(run, "completed", null, now);
    }
    return null;
  }

  private void end(Run run, String status, @Nullable String reason, Instant now) {
    run.end(status, reason);
    timeline.add(now, status + " " + run.name() + (reason == null ? "" : ": " + reason));
  }

  private @Nullable Cause park(Run run, Request.Park park, Instant now) {
    if (park instanceof Request.SendMail mail) {
      run.park(park, null);
      return mails.send(mail, run, now);
    }
    if (park instanceof Request.Sleep sleep) {
      return wait(run, park, sleep.deadline(), "sleeps '" + sleep.label() + "'", now);
    }
    if (park instanceof Request.AwaitEvent await) {
      var next = wait(run, park, await.deadline(), "waits for " + await.event(), now);
      var stored = stored(run, await);
      return stored == null ? next : stored;
    }
    throw new AssertionError(park);
  }

  private @Nullable Cause wait(
      Run run, Request.Park park, Instant deadline, String what, Instant now) {
    run.park(park, deadline);
    timeline.add(now, run.name() + " " + what + " until " + timeline.since(deadline));
    return deadline.isAfter(now) ? null : new Cause.Looked(now);
  }

  /** The stored event that already ends this wait: recent ones newest first, then new ones. */
  private static Cause.@Nullable Arrived stored(Run run, Request.AwaitEvent await) {
    var byId = Comparator.comparingLong(Fact::id);
    var older = run.person().events().stream().filter(event -> event.id() <= await.cursor());
    var newer = run.person().events().stream().filter(event -> event.id() > await.cursor());
    return Stream.concat(older.sorted(byId.reversed()), newer.sorted(byId))
        .map(event -> Rehearsal.arrived(run, event))
        .filter(event -> run.journal().resume(event) instanceof Resumed.Ended)
        .findFirst()
        .orElse(null);
  }
}
