package dev.sojourn.hatchet;

import java.util.Locale;

/**
 * The prefix that keeps several users of one tenant apart. It stands before names of workflows and
 * workers, action ids, and keys of events wherever they appear: pushed, as triggers and in waits.
 *
 * @param prefix empty for none, else lower case with a trailing underscore
 */
public record Namespace(String prefix) {
  /** No prefix. */
  public static final Namespace NONE = new Namespace("");

  /** The namespace of a setting: lower case, one underscore at its end. */
  public static Namespace of(String setting) {
    var name = setting.strip().toLowerCase(Locale.ROOT);
    return name.isEmpty() ? NONE : new Namespace(name.endsWith("_") ? name : name + "_");
  }

  /** The name with the prefix; one that has it already stays as it is. */
  public String apply(String name) {
    return name.startsWith(prefix) ? name : prefix + name;
  }

  /** The name without the prefix; one that has none stays as it is. */
  public String strip(String name) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }
}
