package dev.sojourn.runtime.preference;

import dev.sojourn.core.verdict.Wishes;
import java.util.Map;

/**
 * What an address and its owner want.
 *
 * @param suppressed whether nothing may be sent to the address
 * @param unsubscribedAll whether the owner wants no mail at all
 * @param categories what was said about single kinds of mail: false for left, true for wanted
 */
public record Standing(
    boolean suppressed, boolean unsubscribedAll, Map<String, Boolean> categories) {
  /** Nothing was ever said. */
  public static final Standing OPEN = new Standing(false, false, Map.of());

  /** The same as verdicts see it. */
  public Wishes wishes() {
    return new Wishes(suppressed, unsubscribedAll, categories);
  }
}
