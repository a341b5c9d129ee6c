package dev.sojourn.hatchet.fake;

import dev.sojourn.hatchet.wire.Concurrency;
import dev.sojourn.hatchet.wire.ConcurrencyLimitStrategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How many runs of a workflow may be under way for each key of its limits. A run holds its places
 * from its first assignment to its end, evicted or not. Queued runs are let in in their order, not
 * in turns of keys. Owned by the loop.
 */
final class ConcurrencyLimits {
  private record Place(String workflowId, int limit, String key) {}

  private final Map<Place, Set<Run>> holders = new HashMap<>();
  private Consumer<Run> onCancel = run -> {};

  /** What to do with a run that a limit ends. */
  void onCancel(Consumer<Run> cancel) {
    onCancel = cancel;
  }

  /** Whether the run may be under way, as it may once it was. */
  boolean admits(Run run) {
    List<Place> places = places(run);
    if (places.stream().allMatch(place -> holders(place).contains(run))) {
      return true;
    }
    for (Place place : places) {
      if (!hasRoom(run, place)) {
        return false;
      }
    }
    places.forEach(place -> holders(place).add(run));
    return true;
  }

  private boolean hasRoom(Run run, Place place) {
    Concurrency limit = run.version().definition().getConcurrencyArr(place.limit);
    int most = limit.hasMaxRuns() ? limit.getMaxRuns() : 1;
    Set<Run> present = holders(place);
    ConcurrencyLimitStrategy strategy = limit.getLimitStrategy();
    if (strategy == ConcurrencyLimitStrategy.CANCEL_IN_PROGRESS) {
      List<Run> oldest = new ArrayList<>(present);
      oldest.stream().limit(Math.max(0, oldest.size() - most + 1)).forEach(onCancel);
      return true;
    }
    if (present.size() >= most && strategy == ConcurrencyLimitStrategy.CANCEL_NEWEST) {
      onCancel.accept(run);
    }
    return present.size() < most;
  }

  /** The run has ended. */
  void left(Run run) {
    places(run).forEach(place -> holders(place).remove(run));
  }

  private Set<Run> holders(Place place) {
    return holders.computeIfAbsent(place, key -> new LinkedHashSet<>());
  }

  private static List<Place> places(Run run) {
    List<Concurrency> limits = run.version().definition().getConcurrencyArrList();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      places.add(new Place(run.version().workflowId(), i, key(run, limits.get(i))));
    }
    return places;
  }

  private static String key(Run run, Concurrency limit) {
    try {
      return String.valueOf(
          Cel.evaluate(
              limit.getExpression(),
              Map.of(
                  "input", Json.read("input", run.asked.input()),
                  "additional_metadata", run.asked.metadata())));
    } catch (Cel.Failed failed) {
      return "";
    }
  }
}
