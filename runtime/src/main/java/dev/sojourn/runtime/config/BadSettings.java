package dev.sojourn.runtime.config;

import java.util.List;

/** Settings that cannot be used, all of them, one sentence each. */
public final class BadSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /** These problems, one sentence each, beginning with the name of a setting. */
  public BadSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each setting, beginning with its name. */
  public List<String> problems() {
    return problems;
  }
}
