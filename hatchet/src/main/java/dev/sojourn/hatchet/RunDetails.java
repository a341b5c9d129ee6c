package dev.sojourn.hatchet;

import com.google.protobuf.ByteString;
import dev.sojourn.hatchet.wire.GetRunDetailsResponse;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run as the engine's live tables have it.
 *
 * @param state where it stands
 * @param done whether it has ended
 * @param evicted whether it waits and no worker holds it
 * @param input what it was started with
 * @param metadata JSON object of its metadata
 * @param tasks its tasks by name
 */
public record RunDetails(
    RunState state,
    boolean done,
    boolean evicted,
    Json input,
    Json metadata,
    Map<String, Task> tasks) {

  /**
   * A task of a run.
   *
   * @param id UUID, the one of the run if it has no other task
   * @param state where it stands
   * @param evicted whether it waits and no worker holds it
   * @param output its result; null unless it completed
   * @param error how it failed; null if it did not
   */
  public record Task(
      String id, RunState state, boolean evicted, @Nullable Json output, @Nullable String error) {}

  public RunDetails {
    tasks = Map.copyOf(tasks);
  }

  static RunDetails of(GetRunDetailsResponse answer) {
    var tasks =
        answer.getTaskRunsMap().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> {
                      var task = entry.getValue();
                      return new Task(
                          task.getExternalId(),
                          RunState.parse(task.getStatus().name()),
                          task.getIsEvicted(),
                          task.hasOutput() && !task.getOutput().isEmpty()
                              ? json(task.getOutput())
                              : null,
                          task.hasError() && !task.getError().isEmpty() ? task.getError() : null);
                    }));
    return new RunDetails(
        RunState.parse(answer.getStatus().name()),
        answer.getDone(),
        answer.getIsEvicted(),
        json(answer.getInput()),
        json(answer.getAdditionalMetadata()),
        tasks);
  }

  private static Json json(ByteString bytes) {
    var text = bytes.toStringUtf8();
    return text.isBlank() ? Json.EMPTY : new Json(text);
  }
}
