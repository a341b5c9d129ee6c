package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Effect;
import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.replay.Request;
import dev.sojourn.dsl.definition.SendPolicy;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.email.NewSend;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.Wake;
import dev.sojourn.runtime.enrolment.Digested;
import dev.sojourn.runtime.enrolment.Ended;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import dev.sojourn.runtime.event.StoredEvent;
import dev.sojourn.runtime.journey.JournalStore.NewSegment;
import io.vertx.core.Future;
import java.time.Instant;
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
  private final JourneyRooms rooms;
  private final JournalStore journals;
  private final Deeds deeds;

  SegmentSaver(Database database, JourneyRooms rooms, JournalStore journals) {
    this.database = database;
    this.rooms = rooms;
    this.journals = journals;
    this.deeds = new Deeds(database, rooms);
  }

  /** Saves these segments; whoever stands here passed the fence. */
  Future<Void> save(Tx tx, List<Advance> survivors) {
    List<Saved> saved = new ArrayList<>(survivors.size());
    for (Advance survivor : survivors) {
      if (survivor.work() instanceof SegmentWork work) {
        saved.add(new Saved(survivor.run(), work));
      }
    }
    tx.afterCommit(() -> saved.forEach(SegmentSaver::tell));
    return Future.all(
            journals.append(tx, segments(saved)),
            rooms.sends().queue(tx, sends(saved)),
            deeds.save(tx, saved),
            ended(tx, saved),
            arm(tx, saved))
        .mapEmpty();
  }

  private static List<NewSegment> segments(List<Saved> saved) {
    List<NewSegment> segments = new ArrayList<>(saved.size());
    for (Saved one : saved) {
      if (one.isNews()) {
        Claimed run = one.run();
        segments.add(segment(one, run.generation(), run.segment(), one.journal().pending()));
      }
      Journal next = one.work().next();
      if (next != null) {
        segments.add(segment(one, next.generation(), 0, next.segments().get(0)));
      }
    }
    return segments;
  }

  private static NewSegment segment(Saved one, int generation, int segment, List<Entry> entries) {
    return new NewSegment(
        one.run().id(),
        generation,
        segment,
        JournalCodec.FORMAT,
        JournalCodec.encode(entries, one.definition().labels()));
  }

  private List<NewSend> sends(List<Saved> saved) {
    List<NewSend> sends = new ArrayList<>();
    int first = rooms.bundle().active().largestPriority();
    for (Saved one : saved) {
      if (one.work().park() instanceof Request.SendMail mail && one.isNews()) {
        sends.add(send(one, mail, first));
      }
    }
    return sends;
  }

  private NewSend send(Saved one, Request.SendMail mail, int first) {
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
    SendPolicy policy = one.definition().sending().withOnStopped(mail.onStopped());
    return new NewSend(
        database.ids().next(),
        run.tenant(),
        run.subject(),
        run.id(),
        mail.ordinal(),
        journey,
        mail.template(),
        policy,
        Json.write(request),
        policy.priority() < first);
  }

  private Future<Void> ended(Tx tx, List<Saved> saved) {
    List<StragglerSearch> searches =
        saved.stream()
            .flatMap(one -> StragglerSearch.of(one, rooms.bundle().active()).stream())
            .toList();
    Map<Long, Digested> digested = new HashMap<>();
    searches.forEach(one -> digested.put(one.runId(), new Digested(one.after(), null)));
    return stragglers(tx, searches, digested).compose(found -> ended(tx, saved, digested));
  }

  /** Adds the first straggler of each run that has one. */
  private Future<?> stragglers(
      Tx tx, List<StragglerSearch> searches, Map<Long, Digested> digested) {
    return searches.isEmpty()
        ? Future.succeededFuture()
        : rooms
            .events()
            .candidates(tx, searches.stream().map(StragglerSearch::scan).toList())
            .compose(
                pages -> {
                  List<StragglerSearch> further = new ArrayList<>();
                  for (StragglerSearch search : searches) {
                    List<StoredEvent> page = pages.getOrDefault(search.runId(), List.of());
                    search
                        .found(page)
                        .ifPresentOrElse(
                            event ->
                                digested.computeIfPresent(
                                    search.runId(),
                                    (run, before) -> new Digested(before.upTo(), event.id())),
                            () -> search.further(page).ifPresent(further::add));
                  }
                  return stragglers(tx, further, digested);
                });
  }

  private Future<Void> ended(Tx tx, List<Saved> saved, Map<Long, Digested> digested) {
    Instant now = database.clock().instant();
    List<Ended> ended = new ArrayList<>();
    for (Saved one : saved) {
      SegmentWork.End end = one.work().end();
      if (end != null) {
        ended.add(
            new Ended(
                one.run(),
                end.status(),
                one.journal().label(),
                end.reason(),
                now,
                one.work().trigger().json(),
                digested.get(one.run().id())));
      }
    }
    return rooms.enrolments().ended(rooms.engine(), tx, ended);
  }

  /** Offers each wait that opens the events that were there first; a match wakes its run again. */
  private Future<Void> arm(Tx tx, List<Saved> saved) {
    List<Offer> offers = new ArrayList<>();
    for (Saved one : saved) {
      if (one.work().park() instanceof Request.AwaitEvent wait) {
        offers.add(new Offer(one, wait.events(), wait.cursor(), wait.lookback()));
      }
    }
    return offer(tx, offers);
  }

  private Future<Void> offer(Tx tx, List<Offer> offers) {
    if (offers.isEmpty()) {
      return Future.succeededFuture();
    }
    return rooms
        .events()
        .candidates(tx, offers.stream().flatMap(Offer::scans).toList())
        .compose(
            candidates -> {
              List<Wake> wakes = new ArrayList<>();
              List<Offer> further = new ArrayList<>();
              for (Offer offer : offers) {
                List<StoredEvent> events = candidates.getOrDefault(offer.runId(), List.of());
                offer
                    .taken(events)
                    .ifPresentOrElse(
                        wakes::add, () -> offer.further(events).ifPresent(further::add));
              }
              return (wakes.isEmpty()
                      ? Future.<Void>succeededFuture()
                      : rooms.engine().wake(tx, wakes))
                  .compose(woken -> offer(tx, further));
            });
  }

  private static void tell(Saved saved) {
    for (Effect effect : saved.work().effects()) {
      if (effect instanceof Effect.LogLine line) {
        log.info("journey={} run={} {}", saved.definition().id(), saved.run().id(), line.message());
      }
    }
    SegmentWork.End end = saved.work().end();
    if (end != null && end.status() == EnrolmentStatus.FAILED) {
      log.warn(
          "journey={} run={} failed: {}", saved.definition().id(), saved.run().id(), end.reason());
    }
  }
}
