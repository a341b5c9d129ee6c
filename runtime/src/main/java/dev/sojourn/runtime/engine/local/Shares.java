package dev.sojourn.runtime.engine.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one claim's room is divided among the tasks. Each task may always take a small share, so a
 * flood of one never starves another; a task that filled its last share divides the rest with those
 * that did too.
 *
 * <p>While a task fills its shares, its scans start at the last due time taken, so they do not step
 * over what is in work. For {@link #FLOOR_HOLDS} at the longest: a run that became visible below it
 * is found then.
 */
final class Shares {
  static final Duration FLOOR_HOLDS = Duration.ofSeconds(1);

  /** Before every due time. */
  static final Instant NO_FLOOR = Instant.EPOCH;

  private static final int QUIET = 64;

  /** What one claim asks for one task; {@code floor} is {@link Instant#MIN} for none. */
  record Ask(int task, int share, Instant floor) {}

  /** What came of it; {@code last} is the latest due time taken. */
  record Got(int task, int count, Instant last) {}

  /** A task that wants work and how much more it may hold. */
  record Seeker(int task, int room) {}

  private record State(boolean hungry, Instant floor, long floorSince) {
    static final State QUIET = new State(false, NO_FLOOR, 0);
  }

  private final Map<Integer, State> states = new HashMap<>();
  private int turn;

  /** Divides the room; never empty while there is room and a seeker with some. */
  List<Ask> ask(int room, List<Seeker> seekers) {
    List<Seeker> able = turned(seekers.stream().filter(s -> s.room() > 0).toList(), room);
    if (able.isEmpty() || room < 1) {
      return List.of();
    }
    long hungry = able.stream().filter(s -> state(s.task()).hungry()).count();
    int quiet = Math.max(1, Math.min(QUIET, room / (2 * able.size())));
    long rest = room - quiet * (able.size() - hungry);
    int large = (int) Math.max(quiet, rest / Math.max(1, hungry));
    List<Ask> asks = new ArrayList<>(able.size());
    for (Seeker seeker : able) {
      State state = state(seeker.task());
      int share = Math.min(seeker.room(), state.hungry() ? large : quiet);
      asks.add(new Ask(seeker.task(), share, state.floor()));
    }
    return asks;
  }

  /** Learns from a claim; answers whether more may be due right now. */
  boolean learned(List<Ask> asks, Map<Integer, Got> got, long nanos) {
    boolean more = false;
    for (Ask ask : asks) {
      Got taken = got.get(ask.task());
      if (taken != null && taken.count() >= ask.share()) {
        states.put(ask.task(), filled(taken, nanos));
        more = true;
      } else {
        states.put(ask.task(), State.QUIET);
        more |= !ask.floor().equals(NO_FLOOR);
      }
    }
    return more;
  }

  private State filled(Got taken, long nanos) {
    State before = state(taken.task());
    if (before.floor().equals(NO_FLOOR)) {
      return new State(true, taken.last(), nanos);
    }
    return nanos - before.floorSince() > FLOOR_HOLDS.toNanos()
        ? new State(true, NO_FLOOR, 0)
        : new State(true, taken.last(), before.floorSince());
  }

  private State state(int task) {
    return states.getOrDefault(task, State.QUIET);
  }

  private List<Seeker> turned(List<Seeker> seekers, int room) {
    if (seekers.size() <= room) {
      return seekers;
    }
    List<Seeker> some = new ArrayList<>(room);
    for (int i = 0; i < room; i++) {
      some.add(seekers.get((turn + i) % seekers.size()));
    }
    turn = (turn + room) % seekers.size();
    return some;
  }
}
