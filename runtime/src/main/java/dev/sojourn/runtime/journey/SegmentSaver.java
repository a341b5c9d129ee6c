package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.replay.Request;
import dev.sojourn.core.replay.Resumed;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.email.NewSend;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.event.Scan;
import dev.sojourn.runtime.event.StoredEvent;
import dev.sojourn.runtime.journey.JournalStore.NewSegment;
import dev.sojourn.runtime.telemetry.Telemetry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what segments did, in the transaction that moved their runs: array writes, one for each
 * kind of row.
 */
final class SegmentSaver {
  private static final Logger log = LoggerFactory.getLogger(SegmentSaver.class);

  private final Database database;
  private final Rooms rooms;
  private final JournalStore journals;
  private final RunEnds ends;
  private final Telemetry telemetry;

  SegmentSaver(
      Database database, Rooms rooms, JournalStore journals, RunEnds ends, Telemetry telemetry) {
    this.ends = ends;
    this.telemetry = telemetry;
    this.database = database;
    this.rooms = rooms;
    this.journals = journals;
  }

  /** Saves these segments; whoever stands here passed the fence. */
  Future<Void> save(Tx tx, List<Advance> survivors) {
    List<Saved> saved = new ArrayList<>(survivors.size());
    for (Advance survivor : survivors) {
      if (survivor.work() instanceof SegmentWork work) {
        saved.add(new Saved(survivor.run(), work, work.script().definition()));
      }
    }
    tx.afterCommit(() -> saved.forEach(this::tell));
    return Future.all(
            journals.append(tx, segments(saved)),
            rooms.sends().queue(tx, sends(saved)),
            ends.record(tx, saved),
            arm(tx, saved))
        .mapEmpty();
  }

  private static List<NewSegment> segments(List<Saved> saved) {
    List<NewSegment> segments = new ArrayList<>(saved.size());
    for (Saved one : saved) {
      if (one.isNews()) {
        segments.add(
            new NewSegment(
                one.run().id(),
                one.run().generation(),
                one.run().segment(),
                JournalCodec.FORMAT,
                JournalCodec.encode(one.journal().pending(), one.definition().labels())));
      }
    }
    return segments;
  }

  private List<NewSend> sends(List<Saved> saved) {
    List<NewSend> sends = new ArrayList<>();
    for (Saved one : saved) {
      if (one.work().park() instanceof Request.SendMail mail && one.isNews()) {
        sends.add(send(one, mail));
      }
    }
    return sends;
  }

  private NewSend send(Saved one, Request.SendMail mail) {
    Claimed run = one.run();
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("props", mail.props());
    request.put("journeyName", one.definition().name());
    request.put("eventName", one.work().trigger().name());
    if (mail.subject() != null) {
      request.put("subject", mail.subject());
    }
    if (mail.to() != null) {
      request.put("to", mail.to());
    }
    Integer journey = database.names().cached("task", run.taskName());
    if (journey == null) {
      throw new IllegalStateException("task '" + run.taskName() + "' runs but has no number");
    }
    return new NewSend(
        database.ids().next(),
        run.tenant(),
        run.subject(),
        run.id(),
        mail.ordinal(),
        journey,
        mail.template(),
        one.definition().sending().category(),
        one.definition().sending().suppress(),
        Json.write(request));
  }

  /** Offers each wait that opens the events that were there first; a match wakes its run again. */
  private Future<Void> arm(Tx tx, List<Saved> saved) {
    Map<Long, Saved> waiting = new HashMap<>();
    List<Scan> scans = new ArrayList<>();
    for (Saved one : saved) {
      if (one.work().park() instanceof Request.AwaitEvent wait) {
        waiting.put(one.run().id(), one);
        scans.add(
            new Scan(
                one.run().id(), one.run().subject(), wait.event(), wait.cursor(), wait.lookback()));
      }
    }
    if (scans.isEmpty()) {
      return Future.succeededFuture();
    }
    return rooms
        .events()
        .candidates(tx, scans)
        .compose(candidates -> rooms.engine().wake(tx, matches(waiting, candidates)));
  }

  private static List<Wake> matches(
      Map<Long, Saved> waiting, Map<Long, List<StoredEvent>> candidates) {
    List<Wake> wakes = new ArrayList<>();
    candidates.forEach(
        (run, events) -> {
          Saved one = waiting.get(run);
          if (one != null) {
            events.stream()
                .filter(event -> ends(one, event))
                .findFirst()
                .ifPresent(event -> wakes.add(new Wake(run, event.id())));
          }
        });
    return wakes;
  }

  private static boolean ends(Saved one, StoredEvent event) {
    return one.journal().resume(RunLoader.arrived(event, one.work().script()))
        instanceof Resumed.Ended;
  }

  private void tell(Saved saved) {
    for (Effect effect : saved.work().effects()) {
      if (effect instanceof Effect.LogLine line) {
        log.info("journey={} run={} {}", saved.definition().id(), saved.run().id(), line.message());
      }
    }
    SegmentWork.End end = saved.work().end();
    if (end != null) {
      telemetry.runsEnded(saved.definition().id(), end.status(), 1);
    }
    if (end != null && end.status().equals("failed")) {
      log.warn(
          "journey={} run={} failed: {}", saved.definition().id(), saved.run().id(), end.reason());
    }
  }
}
