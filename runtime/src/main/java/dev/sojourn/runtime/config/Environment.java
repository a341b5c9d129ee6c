package dev.sojourn.runtime.config;

import java.util.Map;

/** The environment of this process; the only place that asks for it. */
public final class Environment {
  private Environment() {}

  /** The value of a variable under whichever of its spellings is set; empty if none is. */
  public static String value(Map<String, String> variables, String name) {
    return new Settings(variables).text(name, "");
  }

  /** Its variables. */
  public static Map<String, String> variables() {
    return System.getenv();
  }
}
