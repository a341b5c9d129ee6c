package dev.sojourn.runtime.config;

import java.util.List;

/**
 * A variable of the environment that means something to the service.
 *
 * @param group what it is about, as a heading of the manual
 * @param name its name here
 * @param aliases other spellings that mean the same; its own name wins
 * @param usual what holds without it, in Markdown
 * @param meaning what it says, in Markdown
 */
record Setting(String group, String name, List<String> aliases, String usual, String meaning) {
  Setting {
    aliases = List.copyOf(aliases);
  }
}
