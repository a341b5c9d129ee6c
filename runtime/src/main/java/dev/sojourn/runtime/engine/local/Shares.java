package dev.sojourn.runtime.engine.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one claim's room is divided among the tasks, and from which due time on it looks. Each task
 * may always take a small share, so a flood of one never starves another; a task that filled its
 * last share divides the rest with those that did too.
 *
 * <p>What is in work stands among what is due, and a scan steps over all of it. So while a task
 * fills its shares, its scans start at the last due time taken, for {@link #FLOOR_HOLDS} at the
 * longest; and one that was seen whole without filling its share is looked at whole again after
 * {@link #SEEN_HOLDS}, and until then only where it was not seen or something may still have come.
 * What became visible below such a floor is found when it ends.
 */
final class Shares {
  static final Duration FLOOR_HOLDS = Duration.ofSeconds(1);
  static final Duration SEEN_HOLDS = Duration.ofMillis(100);

  /**
   * How long before it can be seen a run may have fallen due, in a transaction that took its time.
   */
  static final Duration LATE = Duration.ofMillis(200);

  /** Before every due time. */
  static final Instant NO_FLOOR = Instant.EPOCH;

  private static final int QUIET = 64;

  /** What one claim asks for one task; {@code floor} is {@link #NO_FLOOR} for all that is due. */
  record Ask(int task, int share, Instant floor) {}

  /** What came of it; {@code last} is the latest due time taken. */
  record Got(int task, int count, Instant last) {}

  /** A task that wants work and how much more it may hold. */
  record Seeker(int task, int room) {}

  private record State(boolean hungry, Instant floor, long since) {
    static final State NEW = new State(false, NO_FLOOR, 0);

    /** Where a quiet task is to be looked at; a hungry one learns when its floor ends. */
    Instant floor(long nanos) {
      return hungry || nanos - since < SEEN_HOLDS.toNanos() ? floor : NO_FLOOR;
    }
  }

  private final Map<Integer, State> states = new HashMap<>();
  private int turn;

  /** Divides the room; never empty while there is room and a seeker with some. */
  List<Ask> ask(int room, List<Seeker> seekers, long nanos) {
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
      asks.add(new Ask(seeker.task(), share, state.floor(nanos)));
    }
    return asks;
  }

  /** From which due time on each of these tasks is to be looked at for what a claim left. */
  List<Instant> floors(int[] tasks, long nanos) {
    return Arrays.stream(tasks)
        .mapToObj(this::state)
        .map(state -> state.hungry() ? NO_FLOOR : state.floor(nanos))
        .toList();
  }

  /**
   * Learns from a claim; answers whether more may be due right now.
   *
   * @param now the instant of the claim
   */
  boolean learned(List<Ask> asks, Map<Integer, Got> got, Instant now, long nanos) {
    boolean more = false;
    for (Ask ask : asks) {
      State before = state(ask.task());
      Got taken = got.get(ask.task());
      boolean whole = ask.floor().equals(NO_FLOOR);
      if (taken != null && taken.count() >= ask.share()) {
        states.put(ask.task(), filled(taken, nanos));
        more = true;
      } else if (whole) {
        states.put(ask.task(), new State(false, now.minus(LATE), nanos));
      } else if (before.hungry()) {
        states.put(ask.task(), State.NEW);
        more = true;
      }
    }
    return more;
  }

  private State filled(Got taken, long nanos) {
    State before = state(taken.task());
    if (!before.hungry() || before.floor().equals(NO_FLOOR)) {
      return new State(true, taken.last(), nanos);
    }
    return nanos - before.since() > FLOOR_HOLDS.toNanos()
        ? new State(true, NO_FLOOR, 0)
        : new State(true, taken.last(), before.since());
  }

  private State state(int task) {
    return states.getOrDefault(task, State.NEW);
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
