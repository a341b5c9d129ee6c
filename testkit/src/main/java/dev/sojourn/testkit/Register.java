package dev.sojourn.testkit;

import dev.sojourn.core.admission.Admission;
import dev.sojourn.core.admission.Reason;
import dev.sojourn.core.fold.Change;
import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.Queued;
import dev.sojourn.core.fold.Subject;
import dev.sojourn.core.replay.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who entered, who waits to enter and who did not: what production keeps in its tables. */
final class Register {
  private final Releases releases;
  private final Timeline timeline;
  private final List<Run> runs = new ArrayList<>();
  private final Map<Place, Long> queued = new LinkedHashMap<>();
  private final List<String> skipReasons = new ArrayList<>();

  Register(Releases releases, Timeline timeline) {
    this.releases = releases;
    this.timeline = timeline;
  }

  /** Where one run may be live at a time. */
  private record Place(Person person, String key) {
    static Place of(Run run) {
      return new Place(run.person(), run.key());
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
            .map(one -> queued(one.getKey().key(), one.getValue()))
            .toList();
    return new Subject(
        person.id(), live, waiting, lastEntries, person.wishes().unsubscribedFromAll(), Set.of());
  }

  private Queued queued(String key, long eventId) {
    return new Queued(releases.newest().definition(), key, eventId);
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
        begin(enter(person, enrol.key(), event, now), enrol.run(), begun, due);
      } else if (change instanceof Change.Follow follow) {
        var trigger = person.event(follow.queued().eventId());
        begin(enter(person, follow.queued().key(), trigger, now), follow.run(), begun, due);
      } else if (change instanceof Change.Replace replace) {
        restart(run(replace.run(), begun), event, now);
      } else if (change instanceof Change.Queue queue) {
        queued.put(new Place(person, queue.run().key()), event.id());
        skip("queued", "queued behind " + run(queue.run(), begun).name(), now);
      } else if (change instanceof Change.HoldOut holdOut) {
        holdOut(person, holdOut, now);
      } else if (change instanceof Change.Refuse refuse) {
        refuse(refuse.reason(), now);
      } else if (change instanceof Change.NearMiss miss) {
        var name = run(miss.run(), begun).name();
        timeline.add(now, "no match for " + name + ": " + miss.compared());
      } else {
        throw new AssertionError(change);
      }
    }
    return due;
  }

  /** The run that waited for the end of this one; begins with the call. */
  Optional<Run> follower(Run ended, Instant now) {
    var eventId = queued.remove(Place.of(ended));
    if (eventId == null) {
      return Optional.empty();
    }
    var closed = Admission.closed(releases.newest().definition(), false);
    closed.ifPresent(reason -> refuse(reason, now));
    return closed.isPresent()
        ? Optional.empty()
        : Optional.of(enter(ended.person(), ended.key(), ended.person().event(eventId), now));
  }

  private Run enter(Person person, String key, Fact trigger, Instant now) {
    var run = add(person, key, trigger, now);
    person.entered(run);
    timeline.add(now, "entered " + run.name());
    return run;
  }

  private Run add(Person person, String key, Fact trigger, Instant now) {
    var run = new Run(runs.size() + 1, releases.newest(), person, key, trigger, now);
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
    } else {
      timeline.add(now, "not exited " + run.name() + " by " + event.name());
    }
  }

  private void restart(Run run, Fact event, Instant now) {
    run.end("exited", "restarted by " + event.name());
    queued.remove(Place.of(run));
    timeline.add(now, "restarted " + run.name() + " by " + event.name());
  }

  private void holdOut(Person person, Change.HoldOut holdOut, Instant now) {
    if (holdOut.first()) {
      add(person, "", holdOut.event(), now).end("held_out", null);
    }
    skip(Reason.HELD_OUT.wire(), "held out of " + holdOut.journey().id(), now);
  }

  private void refuse(Reason reason, Instant now) {
    leaveOut(reason.wire(), now);
  }

  /** Somebody does not enter. */
  void leaveOut(String reason, Instant now) {
    var journeyId = releases.newest().definition().id();
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
