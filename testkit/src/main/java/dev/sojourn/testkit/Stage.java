package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.ContactChange;
import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.Mode;
import dev.sojourn.core.replay.Outcome;
import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.core.replay.Replay;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.replay.Resumed;
import dev.sojourn.dsl.RunScope;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries runs from park to park: what the engine and its task do in production, in memory. */
final class Stage {
  private final MailRoom mails;
  private final Timeline timeline;
  private final Stress stress;
  private final Register register;
  private final Intake intake;
  private final Agenda agenda;
  private final Answers answers;
  private final Deque<Runnable> triggered = new ArrayDeque<>();
  private boolean happening;
  private int commits;

  Stage(
      MailRoom mails,
      Timeline timeline,
      Stress stress,
      Register register,
      Intake intake,
      Agenda agenda) {
    this.mails = mails;
    this.timeline = timeline;
    this.stress = stress;
    this.register = register;
    this.intake = intake;
    this.agenda = agenda;
    this.answers = new Answers(mails, register);
  }

  /** A segment that is not committed yet. */
  private record Played(Journal journal, List<Effect> effects, Outcome outcome) {}

  /** How many segments were committed. */
  int commits() {
    return commits;
  }

  /** Takes a run up, and again for as long as its parks end at once. */
  void advance(Run run, Cause cause, Instant now) {
    var begun = cause instanceof Cause.Looked && mails.holds(run) ? mails.again(run, now) : cause;
    for (@Nullable Cause next = begun; next != null && run.isLive(); ) {
      next = step(run, next, now);
      happen();
    }
  }

  /** Lets the events that segments triggered happen, in order; what they lead to comes last. */
  void happen() {
    if (happening) {
      return;
    }
    happening = true;
    try {
      for (var next = triggered.poll(); next != null; next = triggered.poll()) {
        next.run();
      }
    } finally {
      happening = false;
    }
  }

  /** One segment; answers what ends its park at once, or null. */
  private @Nullable Cause step(Run run, Cause cause, Instant now) {
    if (!(run.journal().resume(cause) instanceof Resumed.Ended begun)) {
      return null;
    }
    commits++;
    var played = play(run, begun.journal(), now);
    if (stress.cuts(commits)) {
      run.restart();
      begun = (Resumed.Ended) run.journal().resume(cause);
      played = play(run, begun.journal(), now);
    }
    run.commit(played.journal());
    if (stress.cuts(commits)) {
      run.restart();
    }
    stress.committed(run, played.outcome(), now);
    set(played.effects(), run, now);
    played.effects().forEach(effect -> commit(effect, run, now));
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
          && needs.request() instanceof Request.Read asked)) {
        return new Played(journal, effects, pass.outcome());
      }
      journal = journal.answered(answers.to(asked, run.person()));
    }
  }

  private void commit(Effect effect, Run run, Instant now) {
    if (effect instanceof Effect.LogLine line) {
      timeline.add(now, "log " + line.message());
    } else if (effect instanceof Effect.Checkpoint checkpoint) {
      timeline.add(now, "checkpoint '" + checkpoint.label() + "'");
    } else if (effect instanceof Effect.SetContact contact) {
      timeline.add(now, "contact set to " + contact.properties());
    } else if (effect instanceof Effect.Trigger trigger) {
      trigger(trigger, run, now);
    }
  }

  /** Sets what the segment sets; the event that tells of it comes before those that it triggers. */
  private void set(List<Effect> effects, Run run, Instant now) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    for (var effect : effects) {
      if (effect instanceof Effect.SetContact contact) {
        said.putAll(contact.properties());
      }
    }
    var told = ContactChange.told(run.person().properties(), said);
    run.person().set(said);
    if (!told.isEmpty()) {
      var key = "change by commit " + commits;
      trigger(new Effect.Trigger(key, RunScope.CONTACT_CHANGED, told, null, null), run, now);
      triggered.add(() -> agenda.changed(run.person(), told, now));
    }
  }

  private void trigger(Effect.Trigger trigger, Run run, Instant now) {
    OwnEvents.hopsAfter(run.trigger().scalars())
        .map(hops -> OwnEvents.properties(trigger, hops))
        .ifPresentOrElse(
            properties ->
                triggered.add(
                    () -> intake.take(run.person(), trigger.key(), trigger.event(), properties)),
            () ->
                timeline.add(
                    now, "not triggered " + trigger.event() + ": " + OwnEvents.TOO_MANY_HOPS));
  }

  private @Nullable Cause settle(Run run, Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Needs needs && needs.request() instanceof Request.Park park) {
      return park(run, park, now);
    }
    if (outcome instanceof Outcome.StartsOver over) {
      return startOver(run, over.carried(), now);
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

  private Cause startOver(Run run, Map<String, @Nullable Object> carried, Instant now) {
    run.startOver(run.journal().startOver(carried));
    if (stress.cuts(commits) || stress.replays()) {
      run.restart();
    }
    var generation = "generation " + run.journal().generation();
    var what = carried.isEmpty() ? "" : " with " + carried;
    timeline.add(now, run.name() + " starts over, " + generation + what);
    return new Cause.Looked(now);
  }

  private void end(Run run, String status, @Nullable String reason, Instant now) {
    run.end(status, reason);
    if (status.equals("completed")) {
      run.person().completed(run, now);
    }
    timeline.add(now, status + " " + run.name() + (reason == null ? "" : ": " + reason));
    tell(run, run.trigger());
    register
        .follower(run, now)
        .ifPresent(next -> triggered.add(() -> advance(next, new Cause.Looked(now), now)));
  }

  /** Lets the event happen that tells of the end of a run, which this event caused or began. */
  void tell(Run run, Fact cause) {
    var name = "journey:" + run.status();
    OwnEvents.ended(run.journeyId(), run.face(), cause.scalars())
        .ifPresent(
            properties ->
                triggered.add(
                    () -> intake.take(run.person(), name + ":" + run.face(), name, properties)));
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
      var next =
          wait(
              run, park, await.deadline(), "waits for " + String.join(" or ", await.events()), now);
      var stored = stored(run, await);
      return stored == null ? next : stored;
    }
    throw new AssertionError(park);
  }

  private @Nullable Cause wait(
      Run run, Request.Park park, Instant deadline, String what, Instant now) {
    run.park(park, deadline);
    timeline.add(now, run.name() + " " + what + " until " + timeline.since(deadline));
    return deadline.isAfter(now) ? null : new Cause.Looked(now, run.person().lastEvent());
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
