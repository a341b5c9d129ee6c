package dev.sojourn.hatchet.fake;

import com.google.protobuf.ByteString;
import dev.sojourn.hatchet.wire.AdminServiceGrpc;
import dev.sojourn.hatchet.wire.CancelTasksRequest;
import dev.sojourn.hatchet.wire.CancelTasksResponse;
import dev.sojourn.hatchet.wire.CreateWorkflowVersionRequest;
import dev.sojourn.hatchet.wire.CreateWorkflowVersionResponse;
import dev.sojourn.hatchet.wire.GetRunDetailsRequest;
import dev.sojourn.hatchet.wire.GetRunDetailsResponse;
import dev.sojourn.hatchet.wire.ReplayTasksRequest;
import dev.sojourn.hatchet.wire.ReplayTasksResponse;
import dev.sojourn.hatchet.wire.TaskRunDetail;
import dev.sojourn.hatchet.wire.TasksFilter;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The service {@code v1.AdminService}: definitions, and what is done to runs. */
final class AdminEdge extends AdminServiceGrpc.AdminServiceImplBase {
  private final Engine engine;
  private final Answers answers;

  AdminEdge(Engine engine) {
    this.engine = engine;
    this.answers = new Answers(engine.loop);
  }

  @Override
  public void putWorkflow(
      CreateWorkflowVersionRequest request, StreamObserver<CreateWorkflowVersionResponse> out) {
    answers.give(
        out,
        () -> {
          WorkflowVersion version = engine.state.workflows.put(request);
          engine.crons.declare(version);
          return CreateWorkflowVersionResponse.newBuilder()
              .setId(version.id())
              .setWorkflowId(version.workflowId())
              .build();
        });
  }

  @Override
  public void cancelTasks(CancelTasksRequest request, StreamObserver<CancelTasksResponse> out) {
    answers.give(
        out,
        () -> {
          List<Run> runs =
              chosen(
                  request.getExternalIdsList(), request.hasFilter() ? request.getFilter() : null);
          runs.removeIf(run -> !engine.lifecycle.cancel(run));
          return CancelTasksResponse.newBuilder().addAllCancelledTasks(ids(runs)).build();
        });
  }

  @Override
  public void replayTasks(ReplayTasksRequest request, StreamObserver<ReplayTasksResponse> out) {
    answers.give(
        out,
        () -> {
          List<Run> runs =
              chosen(
                  request.getExternalIdsList(), request.hasFilter() ? request.getFilter() : null);
          runs.removeIf(run -> !engine.lifecycle.replay(run));
          return ReplayTasksResponse.newBuilder().addAllReplayedTasks(ids(runs)).build();
        });
  }

  private static List<String> ids(List<Run> runs) {
    return runs.stream().map(run -> run.id).toList();
  }

  private List<Run> chosen(List<String> ids, @Nullable TasksFilter filter) {
    List<Run> chosen = new ArrayList<>();
    for (Run run : engine.state.runs.values()) {
      if (ids.contains(run.id) || (ids.isEmpty() && filter != null && fits(filter, run))) {
        chosen.add(run);
      }
    }
    return chosen;
  }

  private static boolean fits(TasksFilter filter, Run run) {
    Instant since = Wire.instant(filter.getSince());
    Instant until = filter.hasUntil() ? Wire.instant(filter.getUntil()) : Instant.MAX;
    return !run.createdAt.isBefore(since)
        && run.createdAt.isBefore(until)
        && (filter.getStatusesCount() == 0 || filter.getStatusesList().contains(run.state.listed()))
        && (filter.getWorkflowIdsCount() == 0
            || filter.getWorkflowIdsList().contains(run.version().workflowId()))
        && filter.getAdditionalMetadataList().stream().allMatch(pair -> hasMetadata(run, pair));
  }

  /** Whether the run's metadata holds the pair, written {@code key:value}. */
  static boolean hasMetadata(Run run, String pair) {
    int colon = pair.indexOf(':');
    return colon > 0
        && run.asked
            .metadata()
            .path(pair.substring(0, colon))
            .asText("")
            .equals(pair.substring(colon + 1));
  }

  @Override
  public void getRunDetails(
      GetRunDetailsRequest request, StreamObserver<GetRunDetailsResponse> out) {
    answers.give(out, () -> details(engine.state.run(request.getExternalId())));
  }

  private static GetRunDetailsResponse details(Run run) {
    TaskRunDetail.Builder task =
        TaskRunDetail.newBuilder()
            .setExternalId(run.id)
            .setStatus(run.state.wire())
            .setReadableId(run.taskName())
            .setIsEvicted(run.state == RunState.EVICTED);
    if (run.error != null && run.state.isDone()) {
      task.setError(Objects.requireNonNull(run.error));
    }
    if (run.output != null) {
      task.setOutput(ByteString.copyFromUtf8(Objects.requireNonNull(run.output)));
    }
    return GetRunDetailsResponse.newBuilder()
        .setInput(ByteString.copyFromUtf8(run.asked.input()))
        .setStatus(run.state.wire())
        .putTaskRuns(run.taskName(), task.build())
        .setDone(run.state.isDone())
        .setAdditionalMetadata(ByteString.copyFromUtf8(run.asked.metadata().toString()))
        .setIsEvicted(run.state == RunState.EVICTED)
        .build();
  }
}
