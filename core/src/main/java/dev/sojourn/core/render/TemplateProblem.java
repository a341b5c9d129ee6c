package dev.sojourn.core.render;

/**
 * One thing wrong with a template.
 *
 * @param file the path below {@code templates/}
 * @param line from 1
 * @param message what is wrong, what was expected, what to do
 */
public record TemplateProblem(String file, int line, String message)
    implements Comparable<TemplateProblem> {
  /** {@code welcome.html:3: …}. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }

  @Override
  public int compareTo(TemplateProblem other) {
    var byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : Integer.compare(line, other.line);
  }
}
