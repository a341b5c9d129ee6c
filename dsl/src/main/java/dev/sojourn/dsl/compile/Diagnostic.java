package dev.sojourn.dsl.compile;

/**
 * One thing wrong with a script, or doubtful about it.
 *
 * @param file the path as given to the compiler
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, what was expected, what to do
 * @param kind whether the script is refused for it
 */
public record Diagnostic(String file, int line, int column, String message, Kind kind) {
  /** What follows from a diagnostic. */
  public enum Kind {
    /** The script is refused. */
    ERROR,
    /** The script is accepted, and may not do what its author thinks. */
    WARNING
  }

  /** An error. */
  public Diagnostic(String file, int line, int column, String message) {
    this(file, line, column, message, Kind.ERROR);
  }

  /**
   * {@code journeys/welcome.groovy:8:5: no word 'sendMail'; did you mean 'sendEmail'?}; a warning
   * says so after its place.
   */
  @Override
  public String toString() {
    String said = kind == Kind.WARNING ? "warning: " + message : message;
    return file + ":" + line + ":" + column + ": " + said;
  }
}
