package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import dev.sojourn.hatchet.NewRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a durable body asked for. Ids count the operations of one invocation, from 0. */
sealed interface Operation {
  int id();

  record Wait(int id, WaitFor what) implements Operation {}

  /** A recorded value; one that is known already goes along, so that nothing is computed later. */
  record Memo(int id, String key, @Nullable Json value) implements Operation {}

  /** Child runs; {@code firstIndex} counts the children of the invocation before these. */
  record Children(int id, int firstIndex, List<NewRun> runs) implements Operation {
    public Children {
      runs = List.copyOf(runs);
    }
  }
}
