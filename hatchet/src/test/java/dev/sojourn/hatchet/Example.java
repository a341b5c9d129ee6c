package dev.sojourn.hatchet;

import dev.sojourn.hatchet.worker.Condition;
import dev.sojourn.hatchet.worker.HatchetWorker;
import dev.sojourn.hatchet.worker.WaitFor;
import dev.sojourn.hatchet.worker.WorkerConfig;
import dev.sojourn.hatchet.worker.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The program of the README. */
final class Example {
  private Example() {}

  static RunResult remind(Map<String, String> env) {
    var client = HatchetClient.connect(HatchetConfig.from(env)).toCompletableFuture().join();
    var reminder =
        Workflow.durable(
            "reminder",
            run ->
                run.sleep(Duration.ofSeconds(30))
                    .thenCompose(slept -> run.memo("mail", () -> send(run.input())))
                    .thenApply(sent -> Map.of("sent", sent)));
    var worker = HatchetWorker.start(client, WorkerConfig.named("mails"), List.of(reminder));
    var open = worker.toCompletableFuture().join();
    var run = NewRun.of("reminder", Json.of(Map.of("to", "ada@example.com")));
    try {
      var end = client.runs().start(run).thenCompose(client.runs()::result);
      return end.toCompletableFuture().join();
    } finally {
      open.close();
      client.close();
    }
  }

  static WaitFor payment(String orderId, Instant begun) {
    return WaitFor.any(
        Condition.event("paid", "order.paid").inScope(orderId).since(begun),
        Condition.sleep("late", Duration.ofDays(3)));
  }

  private static CompletionStage<String> send(Json input) {
    return CompletableFuture.completedFuture("to " + input.asMap().get("to"));
  }
}
