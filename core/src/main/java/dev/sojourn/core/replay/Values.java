package dev.sojourn.core.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings a value to the form in which it leaves the journal again: immutable, texts as {@code
 * String}, numbers in their narrowest type, instants in whole milliseconds.
 */
final class Values {
  private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger GREATEST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Values() {}

  /** A value that a journal cannot hold; the message says what of it, after the value's name. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** The plain form of a value. */
  static @Nullable Object plain(@Nullable Object value) {
    return plain(value, 0);
  }

  /** The plain form of a map whose keys are texts. */
  static Map<String, @Nullable Object> plain(Map<?, ?> map) {
    return plain(map, 0);
  }

  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return plain(number);
    }
    if (value instanceof CharSequence || value instanceof Character) {
      return text(value.toString());
    }
    if (value instanceof Instant instant) {
      return whole(instant);
    }
    if (value instanceof Duration) {
      return value;
    }
    if (depth >= Limits.VALUE_DEPTH) {
      throw new Refused("is nested deeper than " + Limits.VALUE_DEPTH + " levels");
    }
    if (value instanceof Map<?, ?> map) {
      return plain(map, depth);
    }
    if (value instanceof Collection<?> collection) {
      var list = new ArrayList<@Nullable Object>(collection.size());
      for (var element : collection) {
        list.add(plain(element, depth + 1));
      }
      return Collections.unmodifiableList(list);
    }
    throw new Refused(
        "holds a '"
            + value.getClass().getName()
            + "'; text, numbers, booleans, instants, durations, and lists and maps of these are"
            + " possible");
  }

  private static Map<String, @Nullable Object> plain(Map<?, ?> map, int depth) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : map.entrySet()) {
      if (!(entry.getKey() instanceof CharSequence key)) {
        throw new Refused("holds a map with the key '" + entry.getKey() + "', which is no text");
      }
      copy.put(text(key.toString()), plain(entry.getValue(), depth + 1));
    }
    return Collections.unmodifiableMap(copy);
  }

  /** The text with its lone surrogates, which no encoding carries, replaced by U+FFFD. */
  static String text(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(UTF_8), UTF_8).equals(text) ? text : repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    var repaired = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(repaired::appendCodePoint);
    return repaired.toString();
  }

  /** The narrowest form of a number. */
  static Number plain(Number number) {
    if (number instanceof Integer) {
      return number;
    }
    if (number instanceof Long || number instanceof Short || number instanceof Byte) {
      return narrow(number.longValue());
    }
    if (number instanceof BigInteger big) {
      return narrow(big);
    }
    if (number instanceof BigDecimal decimal) {
      return narrow(decimal);
    }
    if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(number.doubleValue())) {
        throw new Refused("holds the number '" + number + "', which is not finite");
      }
      return narrow(new BigDecimal(number.toString()));
    }
    throw new Refused("holds a number of the class '" + number.getClass().getName() + "'");
  }

  private static Number narrow(long number) {
    if (number == (int) number) {
      return (int) number;
    }
    return number;
  }

  private static Number narrow(BigInteger number) {
    if (number.compareTo(LEAST_LONG) >= 0 && number.compareTo(GREATEST_LONG) <= 0) {
      return narrow(number.longValue());
    }
    if (number.bitLength() > 4 * Limits.NUMBER_LENGTH) {
      throw new Refused("holds a number of more than " + Limits.NUMBER_LENGTH + " digits");
    }
    return number;
  }

  private static Number narrow(BigDecimal number) {
    if (Math.abs((long) number.scale()) > Limits.NUMBER_SCALE
        || number.precision() > Limits.NUMBER_LENGTH) {
      throw new Refused("holds a number of more than " + Limits.NUMBER_LENGTH + " digits");
    }
    return number.scale() == 0 ? narrow(number.unscaledValue()) : number;
  }

  /** The instant in whole milliseconds, rounded down. */
  static Instant whole(Instant instant) {
    return instant.getNano() % 1_000_000 == 0
        ? instant
        : Instant.ofEpochSecond(
            instant.getEpochSecond(), instant.getNano() / 1_000_000 * 1_000_000L);
  }

  /** About how many bytes a plain value takes as JSON. */
  static int bytes(@Nullable Object plain) {
    if (plain instanceof String text) {
      return bytes(text);
    }
    if (plain instanceof List<?> list) {
      var sum = 2L;
      for (var element : list) {
        sum += 1L + bytes(element);
      }
      return capped(sum);
    }
    if (plain instanceof Map<?, ?> map) {
      var sum = 2L;
      for (var entry : map.entrySet()) {
        sum += 2L + bytes(entry.getKey()) + bytes(entry.getValue());
      }
      return capped(sum);
    }
    return plain == null || plain instanceof Boolean ? 5 : plain.toString().length();
  }

  private static int capped(long sum) {
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  private static int bytes(String text) {
    var sum = 2L + text.length();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      sum += c < 0x20 ? 5 : c < 0x80 ? (c == '"' || c == '\\' ? 1 : 0) : c < 0x800 ? 1 : 2;
    }
    return capped(sum);
  }
}
