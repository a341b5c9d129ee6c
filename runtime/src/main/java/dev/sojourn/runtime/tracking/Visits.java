package dev.sojourn.runtime.tracking;

import dev.sojourn.core.tracking.Visitor;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes visits down, many at a time, a little after they came. Its state is one context's. */
final class Visits {
  private static final Logger log = LoggerFactory.getLogger(Visits.class);
  private static final int MOST_WAITING = 20_000;
  private static final int MOST_AT_ONCE = 500;

  /** With it, whoever crowds with a visit has come before it is written. */
  private static final Duration HELD = Visitor.TOGETHER.plusMillis(100);

  private static final long LONGEST_PAUSE_MS = 15_000;

  private final Context context;
  private final Vertx vertx;
  private final Database database;
  private final Outbox outbox;
  private final Report report;
  private final VisitNews news;
  private final Waiting waiting = new Waiting(MOST_WAITING);
  private final List<Promise<Void>> ends = new ArrayList<>();
  private boolean writing;
  private boolean armed;
  private boolean closing;
  private int failures;
  private long lost;

  Visits(Vertx vertx, Database database, Outbox outbox) {
    this.context = vertx.getOrCreateContext();
    this.vertx = vertx;
    this.database = database;
    this.outbox = outbox;
    this.report = new Report(database.publicIds());
    this.news = new VisitNews(database.publicIds(), outbox);
  }

  /** Takes a visit; whatever becomes of it, nobody hears. */
  void add(Seen seen) {
    context.runOnContext(
        here -> {
          if (!waiting.add(seen)) {
            lose();
          } else {
            arm(HELD.toMillis());
          }
        });
  }

  /** Counts a visit that cannot even wait. */
  void lost() {
    context.runOnContext(here -> lose());
  }

  /** Writes what there is, without waiting for more; what cannot be written now is lost. */
  Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(
        here -> {
          closing = true;
          ends.add(closed);
          if (!writing) {
            write();
          }
        });
    return closed.future();
  }

  private void lose() {
    if (lost++ % 1_000 == 0) {
      log.warn("{} visits were lost: as many as fit wait for the database already", lost);
    }
  }

  private void arm(long ms) {
    if (!armed && !closing) {
      armed = true;
      vertx.setTimer(
          ms,
          rung -> {
            armed = false;
            if (!writing) {
              write();
            }
          });
    }
  }

  private void write() {
    var now = database.clock().instant();
    var due = waiting.until(closing ? Instant.MAX : now.minus(HELD), MOST_AT_ONCE);
    if (due.isEmpty()) {
      rest();
      return;
    }
    writing = true;
    database
        .transaction(tx -> written(tx, due))
        .onComplete(
            (done, failure) ->
                context.runOnContext(
                    here -> {
                      writing = false;
                      if (failure == null) {
                        failures = 0;
                        waiting.done(done);
                        again(done.size() == due.size() ? 0 : HELD.toMillis());
                      } else {
                        failures++;
                        log.warn(
                            "{} visits wait, they could not be written: {}",
                            waiting.size(),
                            failure.getMessage());
                        again(Math.min(LONGEST_PAUSE_MS, 500L << Math.min(failures, 10)));
                      }
                    }));
  }

  private void again(long pauseMs) {
    if (pauseMs == 0) {
      write();
    } else if (closing) {
      end();
    } else {
      arm(pauseMs);
    }
  }

  private void rest() {
    if (closing) {
      end();
    } else if (!waiting.isEmpty()) {
      arm(HELD.toMillis());
    }
  }

  private void end() {
    ends.forEach(Promise::tryComplete);
  }

  /** Writes visits of sends that nobody else holds; answers those that need not come again. */
  private Future<List<Seen>> written(Tx tx, List<Seen> due) {
    var ids = TrackingStore.sendIds(due);
    var earliest = due.stream().map(Seen::at).min(Instant::compareTo).orElse(Instant.EPOCH);
    var locked = tx.run(TrackingStore.LOCK, (Object) ids).map(TrackingStore::ids);
    var sends = tx.run(TrackingStore.SENDS, (Object) ids).map(TrackingStore::sends);
    var followed =
        tx.run(TrackingStore.FOLLOWED, ids, earliest.minus(Visitor.AGAIN))
            .map(TrackingStore::followed);
    return Future.join(locked, sends, followed)
        .compose(
            all -> {
              var done = new ArrayList<Seen>(due.size());
              var judged = new ArrayList<Judged>(due.size());
              for (var seen : due) {
                var send = sends.result().get(seen.sendId());
                if (send == null || locked.result().contains(send.id())) {
                  done.add(seen);
                }
                if (send != null && locked.result().contains(send.id())) {
                  judged.add(judged(seen, send));
                }
              }
              return store(tx, judged, followed.result()).map(done);
            });
  }

  private Judged judged(Seen seen, TrackedSend send) {
    var visit = seen.visit(send.sentAt(), waiting.isCrowded(seen));
    var visitor = seen.link() == null ? Visitor.ofOpen(visit) : Visitor.ofClick(visit);
    return new Judged(seen, send, visitor);
  }

  private Future<?> store(Tx tx, List<Judged> judged, Map<Report.Followed, Instant> followed) {
    if (judged.isEmpty()) {
      return Future.succeededFuture();
    }
    var clicks = judged.stream().filter(Judged::isClick).toList();
    return Future.join(
        clicks.isEmpty()
            ? Future.succeededFuture()
            : tx.run(TrackingStore.CLICKS, TrackingStore.clicks(clicks)),
        tx.run(TrackingStore.MARK, TrackingStore.marks(judged)),
        outbox.add(tx, parcels(report.events(judged, followed))),
        news.tell(tx, judged));
  }

  private List<Parcel> parcels(List<OwnEvent> events) {
    var byContact = new LinkedHashMap<Long, List<OwnEvent>>();
    events.forEach(
        event -> byContact.computeIfAbsent(event.contactId(), id -> new ArrayList<>()).add(event));
    return byContact.values().stream()
        .map(some -> OwnEvent.parcel(database.ids().next(), some))
        .toList();
  }
}
