package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Advance.Block;
import dev.sojourn.runtime.engine.Advance.Finish;
import dev.sojourn.runtime.engine.Advance.Park;
import dev.sojourn.runtime.engine.Task;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * One transaction of many segments: contact locks and fence in the first flight; what the tasks
 * save for the survivors, and the commit, in the second.
 */
final class GroupCommit {
  /**
   * A group with its instants; a run stands in it once.
   *
   * @param goesOn parks whose time has come: they keep the lease and go on after the commit
   */
  record Group(List<Advanced> segments, Set<Long> goesOn, Instant now, Instant lease) {
    Group {
      segments = segments.stream().sorted(Comparator.comparingLong(Advanced::id)).toList();
      goesOn = Set.copyOf(goesOn);
    }
  }

  private GroupCommit() {}

  /** Answers the ids of the runs whose segment passed the fence. */
  static Future<Set<Long>> run(Tx tx, Group group) {
    Set<Long> passed = new HashSet<>();
    List<Future<?>> flight = new ArrayList<>(4);
    flight.add(SubjectLocks.take(tx, subjects(group)));
    List<Advanced> parks = those(group, Park.class);
    if (!parks.isEmpty()) {
      flight.add(collect(FenceStore.park(tx, parks, group.goesOn(), group.lease()), passed));
    }
    List<Advanced> finishes = those(group, Finish.class);
    if (!finishes.isEmpty()) {
      flight.add(collect(FenceStore.finish(tx, finishes), passed));
    }
    List<Advanced> blocks = those(group, Block.class);
    if (!blocks.isEmpty()) {
      flight.add(collect(FenceStore.block(tx, blocks), passed));
    }
    return Future.all(flight).compose(done -> save(tx, group, passed)).map(passed);
  }

  private static Future<?> save(Tx tx, Group group, Set<Long> passed) {
    IdentityHashMap<Task, List<Advance>> byTask = new IdentityHashMap<>();
    for (Advanced segment : group.segments()) {
      if (passed.contains(segment.id()) && !(segment.advance() instanceof Block)) {
        byTask.computeIfAbsent(segment.task(), t -> new ArrayList<>()).add(segment.advance());
      }
    }
    List<Future<Void>> saves = new ArrayList<>(byTask.size());
    byTask.forEach((task, survivors) -> saves.add(task.save(tx, survivors)));
    return saves.isEmpty() ? Future.succeededFuture() : Future.all(saves);
  }

  private static List<Long> subjects(Group group) {
    return group.segments().stream().map(s -> s.held().run().subject()).distinct().toList();
  }

  private static List<Advanced> those(Group group, Class<? extends Advance> kind) {
    return group.segments().stream().filter(s -> kind.isInstance(s.advance())).toList();
  }

  private static Future<?> collect(Future<RowSet<Row>> moved, Set<Long> into) {
    return moved.onSuccess(rows -> rows.forEach(row -> into.add(row.getLong(0))));
  }
}
