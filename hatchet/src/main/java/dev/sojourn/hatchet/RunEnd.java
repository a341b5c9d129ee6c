package dev.sojourn.hatchet;

import dev.sojourn.hatchet.wire.DispatcherGrpc;
import dev.sojourn.hatchet.wire.SubscribeToWorkflowRunsRequest;
import dev.sojourn.hatchet.wire.WorkflowRunEvent;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The wait for the end of one run: a subscription, made anew whenever its stream ends early. */
final class RunEnd {
  private static final Retry AGAIN =
      new Retry(
          Integer.MAX_VALUE,
          Retry.UNENDING.kinds(),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  private final Link link;
  private final String runId;

  RunEnd(Link link, String runId) {
    this.link = link;
    this.runId = runId;
  }

  CompletionStage<RunResult> await() {
    return link.repeating(this::subscribe, AGAIN);
  }

  private CompletionStage<RunResult> subscribe() {
    var result = new CompletableFuture<RunResult>();
    link.hurry();
    var requests =
        DispatcherGrpc.newStub(link.channel()).subscribeToWorkflowRuns(new Answers(result));
    requests.onNext(SubscribeToWorkflowRunsRequest.newBuilder().setWorkflowRunId(runId).build());
    return result.whenComplete(
        (end, failure) -> {
          if (failure == null) {
            requests.onCompleted();
          }
        });
  }

  private final class Answers implements StreamObserver<WorkflowRunEvent> {
    private final CompletableFuture<RunResult> result;

    Answers(CompletableFuture<RunResult> result) {
      this.result = result;
    }

    @Override
    public void onNext(WorkflowRunEvent event) {
      if (event.getWorkflowRunId().equals(runId)) {
        result.complete(resultOf(event));
      }
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(link.failure("SubscribeToWorkflowRuns", failure, true));
    }

    @Override
    public void onCompleted() {
      result.completeExceptionally(link.failure("SubscribeToWorkflowRuns", null, true));
    }
  }

  private static RunResult resultOf(WorkflowRunEvent event) {
    Map<String, Json> outputs = new HashMap<>();
    @Nullable String error = null;
    for (var task : event.getResultsList()) {
      if (task.hasError() && !task.getError().isEmpty()) {
        error = error == null ? task.getError() : error;
      } else if (task.hasOutput() && !task.getOutput().isBlank()) {
        outputs.put(task.getTaskName(), new Json(task.getOutput()));
      }
    }
    return new RunResult(outputs, error);
  }
}
