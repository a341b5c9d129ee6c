package dev.sojourn.runtime.engine.hatchet;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions that are asked together: what comes while an answer is awaited goes into the next one.
 * May be asked on any thread.
 */
final class Gathered<Q, A> {
  private static final int MOST = 512;

  /** Asks many questions, and is answered in their order. */
  interface Asking<Q, A> extends Function<List<Q>, Future<List<A>>> {}

  private record One<Q, A>(Q question, Promise<A> answer) {}

  private final Context home;
  private final long lingerMs;
  private final Asking<Q, A> asking;
  private final Deque<One<Q, A>> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean lingering;

  Gathered(Context home, Asking<Q, A> asking) {
    this(home, 0, asking);
  }

  /** Questions that wait for company, so many milliseconds. */
  Gathered(Context home, long lingerMs, Asking<Q, A> asking) {
    this.home = home;
    this.lingerMs = lingerMs;
    this.asking = asking;
  }

  Future<A> ask(Q question) {
    One<Q, A> one = new One<>(question, Promise.promise());
    home.runOnContext(
        ignored -> {
          waiting.add(one);
          linger();
        });
    return one.answer().future();
  }

  private void linger() {
    if (lingerMs == 0) {
      home.runOnContext(gathered -> pump());
    } else if (!lingering) {
      lingering = true;
      home.owner()
          .setTimer(
              lingerMs,
              rung ->
                  home.runOnContext(
                      back -> {
                        lingering = false;
                        pump();
                      }));
    }
  }

  private void pump() {
    if (busy || waiting.isEmpty()) {
      return;
    }
    busy = true;
    List<One<Q, A>> part = new ArrayList<>();
    while (part.size() < MOST && !waiting.isEmpty()) {
      part.add(waiting.remove());
    }
    attempt(part.stream().map(One::question).toList())
        .onComplete(
            (answers, failure) ->
                home.runOnContext(
                    back -> {
                      busy = false;
                      settle(part, answers, failure);
                      pump();
                    }));
  }

  private Future<List<A>> attempt(List<Q> questions) {
    try {
      return asking.apply(questions);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void settle(
      List<One<Q, A>> part, @Nullable List<A> answers, @Nullable Throwable failure) {
    for (int i = 0; i < part.size(); i++) {
      Promise<A> answer = part.get(i).answer();
      if (answers == null) {
        answer.fail(failure == null ? new IllegalStateException("no answer") : failure);
      } else {
        answer.complete(answers.get(i));
      }
    }
  }
}
