package dev.sojourn.core.render;

import java.util.Locale;

/**
 * A value that a template asks for.
 *
 * @param name how the template calls it
 * @param type what it is; for people and previews, values are not checked against it
 * @param required whether a mail without it fails
 */
public record Prop(String name, Type type, boolean required) {
  /** What a value is. */
  public enum Type {
    STRING,
    NUMBER,
    BOOLEAN,
    DATE,
    LIST,
    OBJECT;

    /** The spelling in front matter: {@code string}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
