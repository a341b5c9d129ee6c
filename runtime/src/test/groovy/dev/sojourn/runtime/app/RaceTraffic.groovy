package dev.sojourn.runtime.app

import dev.sojourn.runtime.app.RacePlan.Deed
import dev.sojourn.runtime.app.RacePlan.Moment
import dev.sojourn.runtime.contact.IdentityKey
import dev.sojourn.runtime.contact.KeyKind
import dev.sojourn.runtime.event.Source
import dev.sojourn.runtime.ingest.NewEvent
import groovy.transform.CompileStatic
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.sqlclient.Row
import io.vertx.sqlclient.RowSet
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicLong

/** Plays plans over two processes, many at a time, and keeps what was answered. */
@CompileStatic
class RaceTraffic {
  /** The receipt of an event. */
  record Told(String contact, Deed deed, long eventId, boolean stored) {}

  /** The reply to a cancel by hand. */
  record Cancelled(long enrolment, int status) {}

  private static final String LIVE = '''
      select r.id from contact_keys k join runs r on r.subject = k.contact_id
      where k.tenant = 0 and k.kind = 1 and k.value = $1::text'''

  final Queue<Told> told = new ConcurrentLinkedQueue<>()
  final Queue<Cancelled> cancelled = new ConcurrentLinkedQueue<>()
  private final List<RaceProcess> processes
  private final AtomicLong next
  private final long end

  RaceTraffic(List<RaceProcess> processes, long firstSeed, int plans) {
    this.processes = processes
    next = new AtomicLong(firstSeed)
    end = firstSeed + plans
  }

  /** Plays all of them; done when the last is answered, failed when a deed is not taken. */
  Future<?> play(int atOnce) {
    List<Future<Void>> all = []
    for (int i = 0; i < atOnce; i++) {
      Promise<Void> over = Promise.promise()
      all << over.future()
      playNext(over)
    }
    Future.all(all)
  }

  private void playNext(Promise<Void> over) {
    long seed = next.andIncrement
    if (seed < end) {
      RacePlan plan = new RacePlan(seed)
      play(plan, plan.moments.iterator(), over)
    } else {
      over.complete()
    }
  }

  private void play(RacePlan plan, Iterator<Moment> moments, Promise<Void> over) {
    if (!moments.hasNext()) {
      playNext(over)
      return
    }
    Moment moment = moments.next()
    if (moment.pauseMs() == 0) {
      play(plan, moment, moments, over)
    } else {
      processes[0].vertx.setTimer(moment.pauseMs(), timer -> play(plan, moment, moments, over))
    }
  }

  private void play(RacePlan plan, Moment moment, Iterator<Moment> moments, Promise<Void> over) {
    List<Future<?>> deeds = new ArrayList<>(3)
    for (Deed deed : moment.deeds()) {
      deeds << play(plan, deed, processes[deed.process()])
    }
    Future.all(deeds)
        .onSuccess(done -> play(plan, moments, over))
        .onFailure(why -> over.tryFail(new AssertionError('seed ' + plan.seed + ': ' + why + '\n' + plan, why)))
  }

  private Future<?> play(RacePlan plan, Deed deed, RaceProcess process) {
    if (deed.name() == null) {
      return process.database.run(LIVE, plan.contact).compose(rows -> cancel(rows, process))
    }
    NewEvent event = new NewEvent(0, deed.name(), [new IdentityKey(0, KeyKind.EXTERNAL, plan.contact)], deed.json(),
        Map.of(), deed.key(), null, Source.API)
    process.lane.accept(event).onSuccess(receipt -> told.add(new Told(
        plan.contact, deed, process.database.publicIds().id(receipt.eventId()).orElse(0), receipt.stored())))
  }

  private Future<?> cancel(RowSet<Row> live, RaceProcess process) {
    List<Future<?>> replies = []
    for (Row row : live) {
      long enrolment = row.getLong(0)
      replies << process.cancel('race', enrolment)
          .onSuccess(status -> cancelled.add(new Cancelled(enrolment, status)))
    }
    Future.all(replies)
  }
}
