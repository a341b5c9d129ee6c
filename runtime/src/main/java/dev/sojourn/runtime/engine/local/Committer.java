package dev.sojourn.runtime.engine.local;

import dev.sojourn.runtime.engine.Advance.Block;
import dev.sojourn.runtime.engine.Advance.Park;
import dev.sojourn.runtime.engine.local.GroupCommit.Group;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits segments in groups: what finished while the lanes were busy goes into the next group. A
 * group with a faulty segment is halved until that one stands alone, one too large until it passes.
 */
final class Committer {
  /** Who hears what became of the segments. */
  interface Outlet {
    /** Whether a run of this task may stay here when its time has come already. */
    boolean mayGoOn(Served served);

    /** Whether this is still the newest epoch of its run here. */
    boolean holds(Held run);

    /** The commit went through; {@code passed} are those that had their fence. */
    void committed(Group group, Set<Long> passed);

    /** Nothing was committed; {@code ours} if it was no fault of these runs. */
    void dropped(List<Advanced> segments, Throwable why, boolean ours);

    /** A lane has nothing to do. */
    void rested();
  }

  static final int GROUP = 512;
  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 2_000;
  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  private final EngineRoom room;
  private final Outlet outlet;
  private final Deque<Advanced> ready = new ArrayDeque<>();
  private final Deque<CommitLane> idle = new ArrayDeque<>();
  private int busy;

  Committer(EngineRoom room, Outlet outlet) {
    this.room = room;
    this.outlet = outlet;
  }

  void opened(CommitLane lane) {
    idle.add(lane);
    pump();
  }

  void offer(Collection<Advanced> segments) {
    ready.addAll(segments);
    pump();
  }

  /** Whether more waits than the lanes take in two rounds each. */
  boolean behind() {
    return ready.size() > 2 * GROUP * room.config().commitLanes();
  }

  boolean quiet() {
    return ready.isEmpty() && busy == 0;
  }

  private void pump() {
    while (!idle.isEmpty() && !ready.isEmpty()) {
      List<Advanced> segments = new ArrayList<>(Math.min(GROUP, ready.size()));
      while (segments.size() < GROUP && !ready.isEmpty()) {
        Advanced segment = ready.remove();
        if (outlet.holds(segment.held())) {
          segments.add(segment);
        } else {
          room.counts().add(EngineCount.FENCES_LOST, 1);
        }
      }
      if (!segments.isEmpty()) {
        busy++;
        new Errand(idle.remove(), segments).next();
      }
    }
  }

  private Group group(List<Advanced> segments) {
    Instant now = room.now();
    Set<Long> goesOn = new HashSet<>();
    for (Advanced segment : segments) {
      if (segment.advance() instanceof Park park
          && !park.dueAt().isAfter(now)
          && outlet.mayGoOn(segment.held().served())) {
        goesOn.add(segment.id());
      }
    }
    return new Group(segments, goesOn, now, now.plus(room.config().lease()));
  }

  /** One lane's work on one group and on the halves it falls into. */
  private final class Errand {
    private final CommitLane lane;
    private final Deque<List<Advanced>> parts = new ArrayDeque<>();
    private long firstFailure;
    private long pauseMs = FIRST_PAUSE_MS;

    Errand(CommitLane lane, List<Advanced> segments) {
      this.lane = lane;
      parts.add(segments);
    }

    void next() {
      List<Advanced> part = parts.poll();
      if (part == null) {
        busy--;
        idle.add(lane);
        pump();
        outlet.rested();
        return;
      }
      Group group = group(part);
      room.whenDone(
          lane.commit(group),
          result -> {
            if (result.succeeded()) {
              committed(group, result.result());
            } else {
              failed(part, result.cause());
            }
          });
    }

    private void committed(Group group, Set<Long> passed) {
      room.counts().add(EngineCount.GROUPS, 1);
      firstFailure = 0;
      pauseMs = FIRST_PAUSE_MS;
      outlet.committed(group, passed);
      next();
    }

    private void failed(List<Advanced> part, Throwable why) {
      switch (Fault.of(why)) {
        case SEGMENT, PROGRAM -> halve(part, why);
        case UNANSWERED -> drop(part, why, true);
        case PASSING -> again(part, why);
        case SIZE -> {
          if (part.size() > 1) {
            halve(part, why);
          } else {
            again(part, why);
          }
        }
      }
    }

    private void halve(List<Advanced> part, Throwable why) {
      if (part.size() > 1) {
        room.counts().add(EngineCount.SPLITS, 1);
        parts.push(part.subList(part.size() / 2, part.size()));
        parts.push(part.subList(0, part.size() / 2));
        next();
        return;
      }
      Advanced faulty = part.get(0);
      if (Fault.of(why) == Fault.SEGMENT && !(faulty.advance() instanceof Block)) {
        parts.push(List.of(faulty.blocked("its segment cannot be stored: " + why.getMessage())));
        next();
      } else {
        drop(part, why, false);
      }
    }

    private void again(List<Advanced> part, Throwable why) {
      long now = System.nanoTime();
      firstFailure = firstFailure == 0 ? now : firstFailure;
      if (now - firstFailure > room.config().lease().toNanos()) {
        drop(part, why, true);
        return;
      }
      room.counts().add(EngineCount.RETRIES, 1);
      log.warn("a group commit failed and is tried again: {}", why.getMessage());
      parts.push(part);
      room.home().owner().setTimer(pauseMs, timer -> room.home().runOnContext(back -> next()));
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }

    private void drop(List<Advanced> part, Throwable why, boolean ours) {
      outlet.dropped(part, why, ours);
      next();
    }
  }
}
