package dev.sojourn.hatchet;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A release of the engine, as it names itself: {@code v0.104.7}.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number; what follows it, such as {@code -alpha.0}, does not count
 */
public record EngineVersion(int major, int minor, int patch) implements Comparable<EngineVersion> {
  /** The oldest release this client speaks to. */
  public static final EngineVersion MINIMUM = new EngineVersion(0, 104, 7);

  /** What a binary says that was built without stamping a version into it. */
  static final EngineVersion UNSTAMPED = new EngineVersion(0, 1, 0);

  private static final Pattern FORM = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6}).*");

  private static final Comparator<EngineVersion> ORDER =
      Comparator.comparingInt(EngineVersion::major)
          .thenComparingInt(EngineVersion::minor)
          .thenComparingInt(EngineVersion::patch);

  /** The version of a text; of one that is no version {@code v0.0.0}, older than all. */
  public static EngineVersion parse(String text) {
    var match = FORM.matcher(text.strip());
    return match.matches()
        ? new EngineVersion(
            Integer.parseInt(match.group(1)),
            Integer.parseInt(match.group(2)),
            Integer.parseInt(match.group(3)))
        : new EngineVersion(0, 0, 0);
  }

  @Override
  public int compareTo(EngineVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "v" + major + "." + minor + "." + patch;
  }
}
