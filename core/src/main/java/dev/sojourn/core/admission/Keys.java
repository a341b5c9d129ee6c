package dev.sojourn.core.admission;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value that tells the runs of one contact apart, as canonical text: equal values have equal
 * text, whatever their representation.
 */
public final class Keys {
  /** The most characters of a key; a longer value counts as missing. */
  public static final int LONGEST = 200;

  private static final Pattern DOT = Pattern.compile("\\.");

  private Keys() {}

  /**
   * The keys that an event yields.
   *
   * @param properties the whole properties of the event, nested objects as maps
   * @param paths dotted paths into them
   * @return the canonical text for each path that has one
   */
  public static Map<String, String> at(
      Map<String, @Nullable Object> properties, Collection<String> paths) {
    if (paths.isEmpty()) {
      return Map.of();
    }
    var keys = new HashMap<String, String>();
    for (var path : paths) {
      var key = at(properties, path);
      if (key != null) {
        keys.put(path, key);
      }
    }
    return Map.copyOf(keys);
  }

  /** The canonical text of the value at a dotted path, or null if there is none. */
  public static @Nullable String at(Map<String, @Nullable Object> properties, String path) {
    @Nullable Object value = properties;
    for (var name : DOT.split(path, -1)) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return text(value);
  }

  /**
   * The canonical text of a value: text as it is, a number without exponent and needless zeros, a
   * boolean as its word. Null for everything else, for empty text and for more than {@value
   * #LONGEST} characters.
   */
  public static @Nullable String text(@Nullable Object value) {
    var text = value instanceof Number number ? number(number) : word(value);
    return text == null || text.isEmpty() || text.length() > LONGEST ? null : text;
  }

  private static @Nullable String word(@Nullable Object value) {
    return value instanceof String || value instanceof Boolean ? value.toString() : null;
  }

  private static @Nullable String number(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return number.toString();
    }
    if (number instanceof Double && !Double.isFinite(number.doubleValue())) {
      return null;
    }
    var decimal =
        number instanceof BigInteger whole
            ? new BigDecimal(whole)
            : new BigDecimal(number.toString()).stripTrailingZeros();
    // Looked at before it is written out: 1E+999999999 is short to write and long to read.
    var tooLong = Math.abs((long) decimal.scale()) > LONGEST || decimal.precision() > LONGEST;
    return tooLong ? null : decimal.toPlainString();
  }
}
