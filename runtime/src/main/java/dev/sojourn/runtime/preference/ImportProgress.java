package dev.sojourn.runtime.preference;

import java.util.List;

/**
 * How far an import of suppressions has come.
 *
 * @param key names the import
 * @param lines how many lines of the file are done
 * @param imported how many of them named an address
 * @param failed how many did not, though they said something
 * @param errors the first hundred of those
 */
public record ImportProgress(
    String key, long lines, long imported, long failed, List<Problem> errors) {
  public ImportProgress {
    errors = List.copyOf(errors);
  }

  /** A line that named no address, and why. */
  public record Problem(long line, String error) {}
}
