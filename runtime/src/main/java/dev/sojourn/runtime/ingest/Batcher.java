package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.database.Lane;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Collects events into batches: whatever has queued when the transaction before is done. Lives on
 * one context, so nothing of it is shared between threads.
 */
final class Batcher implements IngestLane {
  private static final int MOST_EVENTS = 512;
  private static final int MOST_KEYS = 1_024;
  private static final int ROUNDS = 10;

  /**
   * Races lost in a row after which a batch is halved: the fewer its keys, the surer it is first.
   */
  private static final int CROWDED = 4;

  private final ContextInternal context;
  private final Lane lane;
  private final IngestKernel kernel;
  private final IngestRooms rooms;
  private final LaneMemory memory;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final WaitingRoom backlog =
      new WaitingRoom(
          WaitingRoom.share(
              Runtime.getRuntime().maxMemory(), 1 + Runtime.getRuntime().availableProcessors()));
  private boolean busy;
  private boolean closed;

  Batcher(ContextInternal context, Lane lane, IngestKernel kernel, IngestRooms rooms) {
    this.context = context;
    this.lane = lane;
    this.kernel = kernel;
    this.rooms = rooms;
    this.memory =
        new LaneMemory(rooms.contacts().memory(), kernel.database().peers(), new Repeats());
  }

  @Override
  public Future<Receipt> accept(NewEvent event) {
    var waiting = new Waiting(event, context.promise());
    if (context.inThread()) {
      queue(waiting);
    } else {
      context.runOnContext(here -> queue(waiting));
    }
    return waiting.answer();
  }

  @Override
  public Future<Void> close() {
    context.runOnContext(
        here -> {
          closed = true;
          queue.forEach(one -> one.refuse(new Overloaded("the service is stopping")));
          queue.clear();
        });
    return lane.close();
  }

  private void queue(Waiting waiting) {
    var weight = WaitingRoom.weight(waiting.event());
    if (closed) {
      waiting.refuse(new Overloaded("the service is stopping"));
    } else if (!backlog.takes(weight)) {
      waiting.refuse(new Overloaded("too many events are waiting; try again"));
    } else {
      queue.add(waiting);
      waiting.answer().onComplete(done -> backlog.gone(weight));
      // What the loop reads in this turn still joins the batch.
      if (queue.size() == 1 && !busy) {
        context.runOnContext(here -> advance());
      }
    }
  }

  private void advance() {
    if (busy || queue.isEmpty()) {
      return;
    }
    busy = true;
    takeIn(next(), 1)
        .onComplete(
            done -> {
              busy = false;
              advance();
            });
  }

  private List<Waiting> next() {
    var batch = new ArrayList<Waiting>();
    var keys = 0;
    for (var one = queue.peek(); one != null && batch.size() < MOST_EVENTS; one = queue.peek()) {
      keys += one.event().keys().size();
      if (keys > MOST_KEYS) {
        break;
      }
      batch.add(queue.remove());
    }
    return batch;
  }

  /** Done when everybody in the batch has an answer; never fails. */
  private Future<Void> takeIn(List<Waiting> batch, int round) {
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    return once(batch)
        .transform(
            (answers, failure) -> {
              if (failure == null) {
                for (var i = 0; i < batch.size(); i++) {
                  batch.get(i).answer(answers.get(i));
                }
                return Future.succeededFuture();
              }
              if (failure instanceof Crossing crossing) {
                return settle(batch, crossing);
              }
              return recover(batch, round, Trouble.of(failure));
            });
  }

  private Future<List<Future<Receipt>>> once(List<Waiting> batch) {
    try {
      var events = batch.stream().map(Waiting::event).toList();
      return new Batch(kernel, rooms, memory, events).takeIn(lane);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Settles whom some of a batch are about, and takes it in again. */
  private Future<Void> settle(List<Waiting> batch, Crossing crossing) {
    if (crossing.stored().isEmpty()) {
      return takeIn(batch.subList(0, crossing.made()), 1)
          .compose(done -> takeIn(batch.subList(crossing.made(), batch.size()), 1));
    }
    Future<Void> settled = Future.succeededFuture();
    for (var place : crossing.stored()) {
      settled = settled.compose(before -> settle(batch.get(place)));
    }
    return settled.compose(
        done -> {
          var going = batch.stream().filter(one -> !one.isAnswered()).toList();
          return going.stream().anyMatch(one -> one.isCrowded(CROWDED))
              ? halves(going)
              : takeIn(going, 1);
        });
  }

  private Future<Void> halves(List<Waiting> batch) {
    var half = batch.size() / 2;
    return takeIn(batch.subList(0, half), 1)
        .compose(done -> takeIn(batch.subList(half, batch.size()), 1));
  }

  /** Never fails; one that cannot be settled is answered so. */
  private Future<Void> settle(Waiting one) {
    return rooms
        .merges()
        .settle(one.event().keys())
        .transform(
            (settlement, failure) -> {
              if (failure != null) {
                one.refuse(Trouble.of(failure).answer());
              } else if (!one.settled(settlement)) {
                one.refuse(
                    new Overloaded("whom the event is about changes all the time; try again"));
              }
              return Future.succeededFuture();
            });
  }

  private Future<Void> recover(List<Waiting> batch, int round, Trouble trouble) {
    var crowded = trouble.isRace() && round >= CROWDED;
    if (trouble.isRace() && round < ROUNDS && !(crowded && batch.size() > 1)) {
      return takeIn(batch, round + 1);
    }
    if ((crowded || trouble.isOfSomeEvent()) && batch.size() > 1) {
      return halves(batch);
    }
    batch.forEach(one -> one.refuse(trouble.answer()));
    return Future.succeededFuture();
  }
}
