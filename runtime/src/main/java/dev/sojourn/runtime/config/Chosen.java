package dev.sojourn.runtime.config;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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
      Stream.of(text.split(",")).map(String::strip).filter(id -> !id.isEmpty()).forEach(ids::add);
    }
    return new Chosen(false, ids);
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
