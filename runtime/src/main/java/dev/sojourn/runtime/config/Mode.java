package dev.sojourn.runtime.config;

import java.util.Locale;

/** What a process does; one image, told apart by its command. */
public enum Mode {
  /** Takes events and answers questions over HTTP. */
  API,
  /** Advances runs and sends mails. */
  WORKER,
  /** Both. */
  ALL,
  /** Brings the schema up to date, and ends. */
  MIGRATE,
  /** {@link #ALL} for the author of journeys: with a database of its own, and hot reload. */
  DEV;

  /** The command's spelling. */
  public String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it answers over HTTP. */
  public boolean hasHttp() {
    return this == API || this == ALL || this == DEV;
  }

  /** Whether it advances runs and sends mails. */
  public boolean hasWorker() {
    return this == WORKER || this == ALL || this == DEV;
  }
}
