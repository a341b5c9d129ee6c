package dev.sojourn.runtime.engine.hatchet;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Answers of the Hatchet client as futures. */
final class Stages {
  private Stages() {}

  /** The stage's answer, on a context; what made it fail stands without the wrapping of stages. */
  static <T> Future<T> future(CompletionStage<T> stage, Context context) {
    return Future.fromCompletionStage(stage, context)
        .recover(failure -> Future.failedFuture(cause(failure)));
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
