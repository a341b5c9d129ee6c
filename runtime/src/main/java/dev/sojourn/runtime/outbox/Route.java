package dev.sojourn.runtime.outbox;

import java.time.Duration;
import java.util.Set;

/**
 * Where parcels go.
 *
 * @param topics of which kinds; other kinds are as good as absent
 * @param inTurns whether parcels that say the same, as the starts of one task's runs do, leave room
 *     for others when there are many of them
 * @param longestWait the longest time between two tries of a parcel that is not taken
 * @param recipient who takes them
 */
public record Route(Set<Short> topics, boolean inTurns, Duration longestWait, Recipient recipient) {
  public Route {
    topics = Set.copyOf(topics);
  }

  /** The way of one kind of parcels, tried again after ten minutes at most. */
  public static Route of(short topic, Recipient recipient) {
    return new Route(Set.of(topic), false, Duration.ofMinutes(10), recipient);
  }
}
