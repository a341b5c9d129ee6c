package dev.sojourn.dsl.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a field of a body must be.
 *
 * @param path where it stands, names parted by dots
 * @param type what it is
 * @param optional whether it may be missing or null
 */
public record Expected(String path, Type type, boolean optional) {
  /** What a value is. */
  public enum Type {
    TEXT,
    NUMBER,
    FLAG,
    OBJECT,
    LIST,
    ANY;

    /** The spelling in files and answers: {@code text}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean fits(Object value) {
      return switch (this) {
        case TEXT -> value instanceof String;
        case NUMBER -> value instanceof Number;
        case FLAG -> value instanceof Boolean;
        case OBJECT -> value instanceof Map<?, ?>;
        case LIST -> value instanceof List<?>;
        case ANY -> true;
      };
    }
  }

  /**
   * What a text such as {@code text} or {@code number?} says.
   *
   * @throws IllegalArgumentException if it says nothing
   */
  static Expected of(String path, String said) {
    var optional = said.endsWith("?");
    var name = optional ? said.substring(0, said.length() - 1) : said;
    return Arrays.stream(Type.values())
        .filter(type -> type.wire().equals(name))
        .findFirst()
        .map(type -> new Expected(path, type, optional))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + said
                        + "' of field '"
                        + path
                        + "' is not one of text, number, flag, object, list, any, with or without"
                        + " '?'"));
  }

  /** What is wrong with a body here; empty if nothing is. */
  public Optional<String> complaint(Payload body) {
    var value = body.value(path);
    if (value == null) {
      return optional ? Optional.empty() : Optional.of("is missing");
    }
    return type.fits(value) ? Optional.empty() : Optional.of("is no " + type.wire());
  }
}
