package dev.sojourn.hatchet;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as the wire has them. */
public final class Stamps {
  private Stamps() {}

  /** The timestamp of an instant. */
  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** The instant of a timestamp. */
  public static Instant instant(Timestamp stamp) {
    return Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos());
  }
}
