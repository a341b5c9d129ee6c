package dev.sojourn.testkit;

import dev.sojourn.core.admission.Admission;
import dev.sojourn.core.admission.Reason;
import dev.sojourn.core.admission.Standing;
import dev.sojourn.core.fold.Change;
import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.Queued;
import dev.sojourn.core.fold.Stragglers;
import dev.sojourn.core.fold.Subject;
import dev.sojourn.core.replay.Cause;
import dev.sojourn.core.replay.Pasts;
import dev.sojourn.core.replay.Request;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.definition.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who entered, who waits to enter and who did not: what production keeps in its tables. */
final class Register {
  private final Releases releases;
  private final Timeline timeline;
  private final List<Run> runs = new ArrayList<>();
  private final Map<Place, Long> queued = new LinkedHashMap<>();
  private final List<String> skipReasons = new ArrayList<>();
  private final BiConsumer<Run, Fact> ends;

  /** {@code ends} hears of each run that an event ends. */
  Register(Releases releases, Timeline timeline, BiConsumer<Run, Fact> ends) {
    this.releases = releases;
    this.timeline = timeline;
    this.ends = ends;
  }

  /** Where one run may be live at a time. */
  private record Place(Person person, String journeyId, String key) {
    static Place of(Run run) {
      return new Place(run.person(), run.journeyId(), run.key());
    }
  }

  /** A view: it grows with whoever enters. */
  List<Run> runs() {
    return Collections.unmodifiableList(runs);
  }

  List<String> skipReasons() {
    return List.copyOf(skipReasons);
  }

  /** A contact as a fold must know it. */
  Subject subject(Person person) {
    var live = new ArrayList<LiveRun>();
    Map<String, Instant> lastEntries = new HashMap<>();
    for (var run : runs) {
      if (run.person() == person) {
        lastEntries.put(run.script().definition().id(), run.enteredAt());
        if (run.isLive()) {
          live.add(run.live());
        }
      }
    }
    var waiting =
        queued.entrySet().stream()
            .filter(one -> one.getKey().person() == person)
            .map(one -> queued(one.getKey(), one.getValue()))
            .toList();
    return new Subject(
        person.id(), live, waiting, lastEntries, person.wishes().unsubscribedFromAll(), Set.of());
  }

  private Queued queued(Place place, long eventId) {
    return new Queued(script(place.journeyId()).definition(), place.key(), eventId);
  }

  private Script script(String journeyId) {
    return releases.newest(journeyId).orElseThrow();
  }

  /** Where a contact stands in a journey that an event should have started. */
  Object started(Person person, Request.Started asked) {
    var all =
        runs.stream()
            .filter(run -> run.person() == person && run.journeyId().equals(asked.journeyId()))
            .toList();
    var own = all.stream().filter(run -> run.trigger().id() == asked.eventId());
    var live = all.stream().filter(Run::isLive);
    var heldOut = all.stream().filter(Run::isHeldOut);
    return Stream.of(own, live, heldOut)
        .flatMap(some -> some)
        .findFirst()
        .map(run -> started(run, asked.eventId()))
        .orElseGet(Pasts::notStarted);
  }

  private static Object started(Run run, long eventId) {
    var entered = run.trigger().id() == eventId && !run.isHeldOut();
    return Pasts.started(entered, run.isLive() ? "active" : run.status(), run.face());
  }

  /** Carries out what a fold said of a contact; answers the runs to take up, and why. */
  Map<Run, Cause> apply(List<Change> changes, Person person, Instant now) {
    Map<Run, Cause> due = new LinkedHashMap<>();
    Map<Long, Run> begun = new HashMap<>();
    for (var change : changes) {
      var event = change.event();
      if (change instanceof Change.Exit exit) {
        exit(run(exit.run(), begun), event, exit.exits(), now);
      } else if (change instanceof Change.Match match) {
        due.put(run(match.run(), begun), Rehearsal.arrived(run(match.run(), begun), event));
      } else if (change instanceof Change.Enrol enrol) {
        var place = new Place(person, enrol.journey().id(), enrol.key());
        begin(enter(place, event, now, false), enrol.run(), begun, due);
      } else if (change instanceof Change.Follow follow) {
        var trigger = person.event(follow.queued().eventId());
        var place = new Place(person, follow.queued().journey().id(), follow.queued().key());
        begin(enter(place, trigger, now, true), follow.run(), begun, due);
      } else if (change instanceof Change.Replace replace) {
        restart(run(replace.run(), begun), event, now);
      } else if (change instanceof Change.Queue queue) {
        queued.put(new Place(person, queue.journey().id(), queue.run().key()), event.id());
        skip("queued", "queued behind " + run(queue.run(), begun).name(), now);
      } else if (change instanceof Change.HoldOut holdOut) {
        holdOut(person, holdOut, now);
      } else if (change instanceof Change.Refuse refuse) {
        refuse(refuse.journeyId(), refuse.reason(), now);
      } else if (change instanceof Change.NearMiss miss) {
        var name = run(miss.run(), begun).name();
        timeline.add(now, "no match for " + name + ": " + miss.compared());
      } else {
        throw new AssertionError(change);
      }
    }
    return due;
  }

  /** The run that waited for the end of this one, or that its straggler begins. */
  Optional<Run> follower(Run ended, Instant now) {
    var waited = queued.remove(Place.of(ended));
    var straggler = straggler(ended);
    var trigger = straggler.orElse(waited == null ? null : fresh(ended, waited));
    if (trigger == null) {
      return Optional.empty();
    }
    var lastEntry = straggler.isPresent() ? ended.enteredAt() : null;
    var unsubscribed = ended.person().wishes().unsubscribedFromAll();
    var refused =
        Admission.again(
            script(ended.journeyId()).definition(),
            new Standing(false, lastEntry, unsubscribed, Set.of()),
            now);
    refused.ifPresent(why -> refuse(ended.journeyId(), why.reason(), now));
    return refused.isPresent()
        ? Optional.empty()
        : Optional.of(enter(Place.of(ended), trigger, now, true));
  }

  /** The event that waited, unless the run has it in a digest. */
  private static @Nullable Fact fresh(Run ended, long waited) {
    var event = ended.person().event(waited);
    var gathered = ended.journal().gathered();
    var isGathered =
        ended.status().equals("completed")
            && gathered.isPresent()
            && waited <= gathered.getAsLong()
            && !event.name().startsWith(Trigger.START);
    return isGathered ? null : event;
  }

  private Optional<Fact> straggler(Run ended) {
    return ended.status().equals("completed")
        ? Stragglers.of(ended.journal(), script(ended.journeyId()).definition(), ended.key())
            .flatMap(
                all -> ended.person().events().stream().filter(one -> isOf(all, one)).findFirst())
        : Optional.empty();
  }

  private static boolean isOf(Stragglers stragglers, Fact event) {
    var path = stragglers.newest().entry().key();
    var key = path == null ? null : event.paths().get(path);
    return stragglers.has(event.id(), event.name(), event.scalars(), key);
  }

  private Run enter(Place place, Fact trigger, Instant now, boolean follows) {
    var run = add(place, trigger, now, follows);
    place.person().entered(run);
    timeline.add(now, "entered " + run.name());
    return run;
  }

  private Run add(Place place, Fact trigger, Instant now, boolean follows) {
    var script = script(place.journeyId());
    var run = new Run(runs.size() + 1, script, place.person(), place.key(), trigger, now, follows);
    runs.add(run);
    return run;
  }

  private static void begin(Run run, LiveRun said, Map<Long, Run> begun, Map<Run, Cause> due) {
    begun.put(said.id(), run);
    due.put(run, new Cause.Looked(run.enteredAt()));
  }

  private void exit(Run run, Fact event, boolean exits, Instant now) {
    if (exits) {
      run.end("exited", event.name());
      queued.remove(Place.of(run));
      timeline.add(now, "exited " + run.name() + " by " + event.name());
      ends.accept(run, event);
    } else {
      timeline.add(now, "not exited " + run.name() + " by " + event.name());
    }
  }

  private void restart(Run run, Fact event, Instant now) {
    run.end("exited", "restarted by " + event.name());
    queued.remove(Place.of(run));
    timeline.add(now, "restarted " + run.name() + " by " + event.name());
    ends.accept(run, event);
  }

  private void holdOut(Person person, Change.HoldOut holdOut, Instant now) {
    if (holdOut.first()) {
      var place = new Place(person, holdOut.journey().id(), "");
      add(place, holdOut.event(), now, false).end("held_out", null);
    }
    skip(Reason.HELD_OUT.wire(), "held out of " + holdOut.journey().id(), now);
  }

  private void refuse(String journeyId, Reason reason, Instant now) {
    leaveOut(journeyId, reason.wire(), now);
  }

  /** Somebody does not enter. */
  void leaveOut(String journeyId, String reason, Instant now) {
    skip(reason, "not entered " + journeyId + ": " + reason, now);
  }

  private void skip(String reason, String line, Instant now) {
    skipReasons.add(reason);
    timeline.add(now, line);
  }

  private Run run(LiveRun said, Map<Long, Run> begun) {
    var run = begun.get(said.id());
    return run == null ? runs.get((int) said.id() - 1) : run;
  }
}
