package dev.sojourn.runtime.engine.local;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.sojourn.runtime.engine.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks this process knows. A retired one stays known for its runs in work, and takes no more.
 */
final class Tasks {
  private final Map<String, Served> known = new HashMap<>();
  private final Set<String> retired = new HashSet<>();
  private volatile Map<Integer, Served> numbered = Map.of();
  private volatile Map<Integer, Served> open = Map.of();

  Served serve(int id, Task task, boolean assigned) {
    Served served = known.computeIfAbsent(task.name(), name -> new Served(id, task, assigned));
    served.replace(task);
    retired.remove(task.name());
    publish();
    return served;
  }

  void retire(String name) {
    if (known.containsKey(name)) {
      retired.add(name);
      publish();
    }
  }

  @Nullable Served named(String name) {
    return known.get(name);
  }

  /** The task of this number, retired or not. May be called from any thread. */
  @Nullable Served numbered(int number) {
    return numbered.get(number);
  }

  /** Whether it takes work, by whatever claim. */
  boolean takesWork(Served served) {
    return !retired.contains(served.name());
  }

  /** Those whose due runs are claimed here, by the number of their name; any thread. */
  Map<Integer, Served> open() {
    return open;
  }

  private void publish() {
    numbered = known.values().stream().collect(toUnmodifiableMap(Served::id, served -> served));
    open =
        known.values().stream()
            .filter(served -> !served.assigned() && takesWork(served))
            .collect(toUnmodifiableMap(Served::id, served -> served));
  }
}
