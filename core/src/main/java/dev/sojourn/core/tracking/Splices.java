package dev.sojourn.core.tracking;

import java.util.Map;
import java.util.TreeMap;

/** Changes of a text at some places, which leave every other character as it is. */
public final class Splices {
  private final TreeMap<Integer, Map.Entry<Integer, String>> changes = new TreeMap<>();

  /** Puts a text in place of what stands from one place to another; the first for a place wins. */
  public void replace(int from, int to, String with) {
    changes.putIfAbsent(from, Map.entry(to, with));
  }

  /** The text with its changes. */
  public String in(String text) {
    var changed = new StringBuilder(text.length() + 256 * changes.size());
    var done = 0;
    for (var change : changes.entrySet()) {
      changed.append(text, done, change.getKey()).append(change.getValue().getValue());
      done = change.getValue().getKey();
    }
    return changed.append(text, done, text.length()).toString();
  }
}
