package dev.sojourn.runtime.bundle;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody may have meant. */
final class Nearest {
  private Nearest() {}

  /** The nearest of these names, if it is at most a third of the letters away. */
  static Optional<String> of(String typed, Collection<String> names) {
    var most = Math.max(1, typed.length() / 3);
    return names.stream()
        .min(Comparator.comparingInt((String name) -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= most);
  }

  /** Levenshtein's edit distance, row by row. */
  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    for (var j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j < row.length; j++) {
        var change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
