package dev.sojourn.runtime.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the things that files declare count here.
 *
 * @param all whether each does
 * @param ids those that do, if not all
 */
public record Chosen(boolean all, Set<String> ids) {
  /** Each of them. */
  public static final Chosen ALL = new Chosen(true, Set.of());

  public Chosen {
    ids = Set.copyOf(ids);
  }

  /** Reads {@code *}, ids with commas between, or for none of them {@code none} or a comma. */
  static Chosen of(String text) {
    if (text.equals("*")) {
      return ALL;
    }
    var ids = new TreeSet<String>();
    if (!text.equals("none")) {
      ids.addAll(Settings.items(text));
    }
    return new Chosen(false, ids);
  }

  /**
   * Those of these that count, in their order.
   *
   * @throws IllegalArgumentException if it names another one
   */
  List<String> among(List<String> known) {
    for (var id : new TreeSet<>(ids)) {
      if (!known.contains(id)) {
        throw new IllegalArgumentException(
            "'" + id + "' is not one of " + String.join(", ", known) + "; or say * or none");
      }
    }
    return known.stream().filter(this::has).toList();
  }

  /** Whether one of them counts. */
  public boolean has(String id) {
    return all || ids.contains(id);
  }

  /** As it is set. */
  @Override
  public String toString() {
    return all ? "*" : ids.isEmpty() ? "none" : String.join(",", new TreeSet<>(ids));
  }
}
