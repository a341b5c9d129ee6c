package dev.sojourn.core.limit;

import java.util.Arrays;

/**
 * The count of one asker: a window in slices, so that it costs the same few bytes however much is
 * asked. What was granted counts for the window and at most one slice more, never for less. Not
 * safe for threads.
 */
public final class SlidingWindow {
  /** Into how many slices a window is cut. */
  public static final int SLICES = 60;

  private final Rate rate;
  private final int[] granted = new int[SLICES + 1];
  private long newest;
  private int total;

  /** A window in which nothing was granted yet. */
  public SlidingWindow(Rate rate, long nowMs) {
    this.rate = rate;
    this.newest = rate.slice(nowMs);
  }

  /**
   * Grants all of what is asked for, or nothing; what is refused does not count.
   *
   * @param cost how many, 0 or more
   * @param nowMs the time, which may also go back
   */
  public Left take(int cost, long nowMs) {
    forget(rate.slice(nowMs));
    boolean fits = cost <= rate.most() - total;
    if (fits) {
      granted[place(newest)] += cost;
      total += cost;
    }
    return rate.left(fits, rate.most() - total, oldest(), nowMs);
  }

  /** Whether nothing that was granted counts any more. */
  public boolean isPast(long nowMs) {
    return rate.slice(nowMs) - newest > SLICES;
  }

  private void forget(long slice) {
    if (slice - newest > SLICES) {
      Arrays.fill(granted, 0);
      total = 0;
      newest = slice;
    }
    while (newest < slice) {
      newest++;
      total -= granted[place(newest)];
      granted[place(newest)] = 0;
    }
  }

  private long oldest() {
    for (long slice = newest - SLICES; slice < newest; slice++) {
      if (granted[place(slice)] > 0) {
        return slice;
      }
    }
    return newest;
  }

  private static int place(long slice) {
    return (int) Math.floorMod(slice, (long) (SLICES + 1));
  }
}
