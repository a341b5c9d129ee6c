package dev.sojourn.runtime.config;

import java.util.Map;

/** The environment of this process; the only place that asks for it. */
public final class Environment {
  private Environment() {}

  /** Its variables. */
  public static Map<String, String> variables() {
    return System.getenv();
  }
}
