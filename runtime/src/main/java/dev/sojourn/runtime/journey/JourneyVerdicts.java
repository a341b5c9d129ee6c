package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.ReplayVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a new script would make of a journey's live runs.
 *
 * @param removed how many have no script among the new ones; they go on with their own
 * @param findings what is not the same, the most frequent first
 */
public record JourneyVerdicts(
    String journeyId,
    int same,
    int gains,
    int diverges,
    int fails,
    int removed,
    List<Finding> findings) {
  /**
   * One thing that is not the same.
   *
   * @param kind {@code gains}, {@code diverges} or {@code fails}
   * @param message what the script does there, with its line where it is known
   * @param count how many runs it is about
   * @param examples the public ids of some of them
   */
  public record Finding(String kind, String message, int count, List<String> examples) {}

  /** The sums of one journey in the making. */
  static final class Count {
    private static final int EXAMPLES = 3;
    private static final int FINDINGS = 1_000;

    private final Map<String, Integer> kinds = new LinkedHashMap<>();
    private final Map<String, Found> found = new LinkedHashMap<>();

    private static final class Found {
      private final String kind;
      private final String message;
      private final List<String> examples = new ArrayList<>();
      private int count;

      Found(String kind, String message) {
        this.kind = kind;
        this.message = message;
      }
    }

    void removed() {
      kinds.merge("removed", 1, Integer::sum);
    }

    void add(ReplayVerdict verdict, String face) {
      if (verdict instanceof ReplayVerdict.Gains gains) {
        add("gains", "next is " + gains.next() + ", not " + gains.before(), face);
      } else if (verdict instanceof ReplayVerdict.Diverges diverges) {
        add("diverges", diverges.message(), face);
      } else if (verdict instanceof ReplayVerdict.Fails fails) {
        add("fails", fails.message(), face);
      } else {
        kinds.merge("same", 1, Integer::sum);
      }
    }

    private void add(String kind, String message, String face) {
      kinds.merge(kind, 1, Integer::sum);
      String name = kind + ' ' + message;
      if (found.size() < FINDINGS || found.containsKey(name)) {
        Found one = found.computeIfAbsent(name, any -> new Found(kind, message));
        one.count++;
        if (one.examples.size() < EXAMPLES) {
          one.examples.add(face);
        }
      }
    }

    JourneyVerdicts of(String journeyId) {
      List<Finding> findings =
          found.values().stream()
              .sorted((a, b) -> a.count != b.count ? b.count - a.count : a.kind.compareTo(b.kind))
              .map(one -> new Finding(one.kind, one.message, one.count, List.copyOf(one.examples)))
              .toList();
      return new JourneyVerdicts(
          journeyId,
          kind("same"),
          kind("gains"),
          kind("diverges"),
          kind("fails"),
          kind("removed"),
          findings);
    }

    private int kind(String name) {
      return kinds.getOrDefault(name, 0);
    }
  }
}
