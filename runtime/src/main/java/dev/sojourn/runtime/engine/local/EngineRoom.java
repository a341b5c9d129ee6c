package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.engine.Assigner;
import dev.sojourn.runtime.engine.local.ClaimStore.Terms;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What every part of the engine stands in. All its mutable state lives on {@code home}, one event
 * loop context, and is touched from nowhere else.
 */
record EngineRoom(
    Vertx vertx,
    Context home,
    Database database,
    InstantSource clock,
    LocalEngineConfig config,
    Counts counts,
    Assigner assigner) {

  Instant now() {
    return clock.instant();
  }

  /** What a claim may see now, and how long it holds. */
  Terms terms(List<Long> stopped) {
    Instant now = now();
    return new Terms(now, now.plus(config.lease()), config.level(), stopped);
  }

  /** Runs this at home; its answer may be awaited anywhere. */
  <T> Future<T> atHome(Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    home.runOnContext(ignored -> attempt(work).onComplete(promise));
    return promise.future();
  }

  /** Brings an answer of whatever thread home. */
  <T> void whenDone(Future<T> future, Handler<AsyncResult<T>> handler) {
    future.onComplete(result -> home.runOnContext(ignored -> handler.handle(result)));
  }

  /** The work's future; what it throws is a failed one. */
  static <T> Future<T> attempt(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
