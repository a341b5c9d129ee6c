package dev.sojourn.dsl.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every mail of a journey.
 *
 * @param category the kind of mail, which contacts may leave
 * @param suppress the least time between two mails of the journey to one address; zero for none
 * @param hours when mails may go out
 * @param onStopped what becomes of a mail that may not go out now, but later could; null holds one
 *     outside the hours and skips one that comes too soon or is one too many
 * @param priority which of the mails that want to go to one address at the same time goes first:
 *     that of the largest, -100 to 100
 */
public record SendPolicy(
    String category, Duration suppress, Hours hours, @Nullable OnStopped onStopped, int priority) {
  /** The largest priority; the least is its negative. */
  public static final int FIRST = 100;

  public SendPolicy {
    if (priority < -FIRST || priority > FIRST) {
      throw new IllegalArgumentException(
          "priority takes a whole number from -100 to 100, not " + priority);
    }
  }

  /** A policy that sends at any hour. */
  public SendPolicy(String category, Duration suppress) {
    this(category, suppress, Hours.ALL, null);
  }

  /** A policy of the usual priority. */
  public SendPolicy(
      String category, Duration suppress, Hours hours, @Nullable OnStopped onStopped) {
    this(category, suppress, hours, onStopped, 0);
  }

  /** The policy of a mail that says itself what becomes of it; null leaves it to the journey. */
  public SendPolicy withOnStopped(@Nullable OnStopped own) {
    return own == null ? this : new SendPolicy(category, suppress, hours, own, priority);
  }
}
