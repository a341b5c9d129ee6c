package dev.sojourn.dsl.compile;

/**
 * One thing wrong with a script.
 *
 * @param file the path as given to the compiler
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, what was expected, what to do
 */
public record Diagnostic(String file, int line, int column, String message) {
  /** {@code journeys/welcome.groovy:8:5: no word 'sendMail'; did you mean 'sendEmail'?}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
