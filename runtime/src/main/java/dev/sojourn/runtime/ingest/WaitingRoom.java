package dev.sojourn.runtime.ingest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much waits in a lane, by number and by bytes. Belongs to the lane's context. */
final class WaitingRoom {
  private static final int MOST_EVENTS = 4_096;
  private static final long LEAST_BYTES = 16L << 20;
  private static final long MOST_BYTES = 64L << 20;

  /** What an event takes beside its texts, about. */
  private static final int EVENT = 500;

  /** What a value takes beside its text. */
  private static final int VALUE = 50;

  private final long mostBytes;
  private int events;
  private long bytes;

  /**
   * Nothing waits yet.
   *
   * @param mostBytes what all may take together; one alone may go beyond it
   */
  WaitingRoom(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The share of a lane: all of them together have a sixteenth of the heap, within bounds. */
  static long share(long heap, int lanes) {
    return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, heap / 16 / lanes));
  }

  /** Lets one in if there is room for it. */
  boolean takes(long weight) {
    if (events >= MOST_EVENTS || (events > 0 && bytes + weight > mostBytes)) {
      return false;
    }
    events++;
    bytes += weight;
    return true;
  }

  /** One that was let in has its answer. */
  void gone(long weight) {
    events--;
    bytes -= weight;
  }

  /** What an event takes in memory, in bytes, about. */
  static long weight(NewEvent event) {
    String properties = event.properties();
    return EVENT
        + (properties == null ? 0 : properties.length())
        + weight(event.contactProperties());
  }

  private static long weight(@Nullable Object value) {
    long sum = VALUE;
    if (value instanceof CharSequence text) {
      sum += text.length();
    } else if (value instanceof Map<?, ?> fields) {
      for (var field : fields.entrySet()) {
        sum += weight(field.getKey()) + weight(field.getValue());
      }
    } else if (value instanceof Iterable<?> items) {
      for (var item : items) {
        sum += weight(item);
      }
    }
    return sum;
  }
}
