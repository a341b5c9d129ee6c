package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the code of tasks and puts what comes out of it into words for the engine. */
final class Bodies {
  private static final int FAILURE_CHARACTERS = 4_000;

  private Bodies() {}

  /** Runs a body; whatever it throws is a failure to report, since nobody else would hear of it. */
  static CompletionStage<Outcome> run(Workflow.Body body, LiveRun run) {
    CompletionStage<? extends @Nullable Object> result;
    try {
      if (body instanceof Workflow.DurableBody durable) {
        result = given(durable.run(run), "body");
      } else if (body instanceof Workflow.OrdinaryBody ordinary) {
        result = CompletableFuture.completedFuture(ordinary.run(run));
      } else {
        throw new AssertionError(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result = CompletableFuture.failedFuture(e);
    } catch (Throwable e) {
      result = CompletableFuture.failedFuture(e);
    }
    return result
        .handle(Bodies::outcome)
        .exceptionally(e -> new Outcome.Failed(text(cause(e)), true));
  }

  /** Untyped callers can answer null where a stage is due. */
  private static <S> S given(@Nullable S stage, String what) {
    if (stage == null) {
      throw new FinalFailure("the " + what + " returned null, not a stage");
    }
    return stage;
  }

  private static Outcome outcome(@Nullable Object value, @Nullable Throwable failure) {
    if (failure != null) {
      var cause = cause(failure);
      return new Outcome.Failed(text(cause), !(cause instanceof FinalFailure));
    }
    try {
      return new Outcome.Completed(value == null ? Json.EMPTY : Json.of(value));
    } catch (IllegalArgumentException e) {
      return new Outcome.Failed("result has no JSON: " + e.getMessage(), false);
    }
  }

  /** Runs the function of a memo. */
  static CompletionStage<Answer> compute(Supplier<? extends CompletionStage<?>> work) {
    CompletionStage<?> result;
    try {
      result = given(work.get(), "function of a memo");
    } catch (Throwable e) {
      result = CompletableFuture.failedFuture(e);
    }
    return result.handle(Bodies::answer).exceptionally(e -> Answer.failed(cause(e)));
  }

  private static Answer answer(@Nullable Object value, @Nullable Throwable failure) {
    return failure == null ? Answer.of(Json.of(value)) : Answer.failed(cause(failure));
  }

  /** What made a stage fail, without the wrapping that later stages put around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Class, message and the top of the stack. */
  private static String text(Throwable failure) {
    var out = new StringWriter();
    failure.printStackTrace(new PrintWriter(out, true));
    var text = out.toString().replace("\u0000", "");
    return text.length() > FAILURE_CHARACTERS ? text.substring(0, FAILURE_CHARACTERS) : text;
  }
}
