package dev.sojourn.dsl.compile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant. */
public final class Suggestions {
  private static final int SHORTEST_PREFIX = 3;

  private Suggestions() {}

  /** {@code "; did you mean 'sendEmail'?"}, or nothing if no known name is near. */
  public static String hint(String written, Collection<String> known) {
    return nearest(written, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /** The known name within a third of its length of edits, else the shortest that begins so. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    return near(written, known)
        .or(
            () ->
                known.stream()
                    .filter(name -> written.length() >= SHORTEST_PREFIX)
                    .filter(name -> name.startsWith(written) && !name.equals(written))
                    .min(Comparator.comparingInt(String::length)));
  }

  private static Optional<String> near(String written, Collection<String> known) {
    String lower = written.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> !name.equals(written))
        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= reach(written, name))
        .min(
            Comparator.<String>comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT)))
                .thenComparing(name -> Math.abs(name.length() - written.length()))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int reach(String written, String name) {
    return Math.max(1, Math.min(written.length(), name.length()) / 3);
  }

  /** Edits between two words: insert, delete, replace, or swap of neighbours. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(cost[i - 1][j - 1] + replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
