package dev.sojourn.runtime.event;

import java.util.Locale;

/** Who put an event in. The service stamps it; a sender never says it. */
public enum Source {
  API(1),
  JOURNEY(2),
  STUDIO(3),
  TRACKING(4),
  PROVIDER(5),
  WEBHOOK(8),
  /** A browser, by a key that everybody can read. */
  INAPP(10),
  /** History that an operator takes in: it is stored, and decides nothing. */
  IMPORT(11),
  /** Others, by an engine of theirs, which is not told of it again. */
  ENGINE(12);

  private final short code;

  Source(int code) {
    this.code = (short) code;
  }

  /** The number that is stored. */
  public short code() {
    return code;
  }

  /** The spelling that people and programs see: {@code api}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The source of a stored number. */
  static Source of(int code) {
    for (var source : values()) {
      if (source.code == code) {
        return source;
      }
    }
    throw new IllegalStateException("events.source: '" + code + "' is none that is known");
  }
}
