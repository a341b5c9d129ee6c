package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Assigner.Standing;
import dev.sojourn.runtime.engine.Assigner.Standing.Elsewhere;
import dev.sojourn.runtime.engine.Assigner.Standing.Taken;
import dev.sojourn.runtime.engine.Assigner.Wanted;
import dev.sojourn.runtime.engine.Claimed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the runs stand that were asked for together. */
final class Standings {
  private Standings() {}

  /** Those that were claimed are taken; the others stand as they were found after it, in order. */
  static List<Standing> of(List<Wanted> wanted, List<Claimed> claimed, List<Standing> found) {
    Map<Long, Claimed> taken = new HashMap<>();
    claimed.forEach(run -> taken.put(run.id(), run));
    List<Standing> standings = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      Claimed run = taken.get(wanted.get(i).runId());
      Standing standing = found.get(i);
      standings.add(
          run == null || standing instanceof Elsewhere ? standing : new Taken(run.epoch()));
    }
    return standings;
  }
}
