package dev.sojourn.core.preference;

import dev.sojourn.core.verdict.Wishes;
import dev.sojourn.dsl.definition.ListsDefinition;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person says about the mails it wants.
 *
 * @param category the kind of mail, or null for all mails
 * @param wanted whether it is wanted from now on
 */
public record Choice(@Nullable String category, boolean wanted) {
  /** What the choice is about, as events tell it: {@code all} or {@code category}. */
  public String scope() {
    return category == null ? "all" : "category";
  }

  /** Whether it makes a difference: what it is about was, or was not, wanted so far. */
  public boolean changes(Wishes before, ListsDefinition lists) {
    return wanted != isWanted(before, lists);
  }

  /**
   * The wishes after it. Who returns to a kind of mail wants mail at all; who leaves all or returns
   * to all keeps what was said about the kinds.
   */
  public Wishes after(Wishes before) {
    if (category == null) {
      return new Wishes(before.suppressed(), !wanted, before.categories());
    }
    var categories = new HashMap<>(before.categories());
    categories.put(category, wanted);
    return new Wishes(
        before.suppressed(), !wanted && before.unsubscribedFromAll(), categories);
  }

  private boolean isWanted(Wishes before, ListsDefinition lists) {
    if (category == null) {
      return !before.unsubscribedFromAll();
    }
    return before.want(category, lists) && !(wanted && before.unsubscribedFromAll());
  }
}
