package dev.sojourn.hatchet.fake;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants on the wire. */
final class Wire {
  private Wire() {}

  static Timestamp timestamp(Instant instant) {
    long seconds = instant.getEpochSecond();
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(instant.getNano()).build();
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
