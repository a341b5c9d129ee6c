package dev.sojourn.runtime.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An object of properties inside a body: cut out as it is written, or read. */
final class PropertyBag {
  /** Properties whose names begin so are the service's own; a sender's are dropped. */
  private static final String RESERVED = "__";

  private static final int MOST_BYTES = 256 * 1024;
  private static final int NUMBER_LENGTH = 1_000;

  /** What a property of a contact may be, which is read with its contact over and over again. */
  private static final int NAME_LENGTH = 200;

  private static final int DIGITS = 100;
  private static final int LONG_DIGITS = 18;

  /** The length of an escaped character, as in backslash-u-0041. */
  private static final int ESCAPE = 6;

  private final String field;
  private final byte[] body;

  PropertyBag(String field, byte[] body) {
    this.field = field;
    this.body = body;
  }

  /** The text of the object at which the parser stands; null for a JSON null. */
  @Nullable String slice(JsonParser in) throws IOException {
    if (!isObject(in)) {
      return null;
    }
    var start = position(in) - 1;
    var reserved = false;
    for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      reserved |= name.startsWith(RESERVED);
      in.nextToken();
      pass(in);
    }
    var end = position(in);
    checkSize(end - start);
    checkSurrogates(start, end);
    return reserved ? withoutReserved(text(start, end)) : text(start, end);
  }

  /** The properties of the object at which the parser stands; none for a JSON null. */
  Map<String, @Nullable Object> map(JsonParser in) throws IOException {
    if (!isObject(in)) {
      return Map.of();
    }
    var start = position(in);
    var map = object(in);
    checkSize(position(in) - start + 1);
    return map;
  }

  /** A bag with the value of an event and its currency in it, under reserved names. */
  static String with(@Nullable String bag, BigDecimal value, @Nullable String currency) {
    var own =
        "\"__value\":" + value + (currency == null ? "" : ",\"__currency\":\"" + currency + "\"");
    if (bag == null) {
      return "{" + own + "}";
    }
    var open = bag.substring(0, bag.length() - 1).stripTrailing();
    return open + (open.equals("{") ? "" : ",") + own + "}";
  }

  /** The number at which the parser stands. */
  static BigDecimal number(String field, JsonParser in) throws IOException {
    if (in.getTextLength() <= NUMBER_LENGTH) {
      try {
        var number = new BigDecimal(in.getText());
        if (Math.abs((long) number.scale()) <= NUMBER_LENGTH) {
          return number;
        }
      } catch (NumberFormatException e) {
        // An exponent beyond every int: falls through to the same answer.
      }
    }
    throw Rejected.invalid(field + " holds a number of more than " + NUMBER_LENGTH + " digits");
  }

  private boolean isObject(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT && in.currentToken() != JsonToken.VALUE_NULL) {
      throw Rejected.invalid(field + " is no object");
    }
    return in.currentToken() == JsonToken.START_OBJECT;
  }

  /** Goes over one value to its last token, and looks at its numbers. */
  private void pass(JsonParser in) throws IOException {
    var depth = 0;
    do {
      var token = in.currentToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_NUMBER_FLOAT
          || (token == JsonToken.VALUE_NUMBER_INT && in.getTextLength() > LONG_DIGITS)) {
        number(field, in);
      }
    } while (depth > 0 && in.nextToken() != null);
  }

  private Map<String, @Nullable Object> object(JsonParser in) throws IOException {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      checkName(name);
      in.nextToken();
      map.put(name, value(in));
    }
    return map;
  }

  private void checkName(String name) {
    Texts.checkSound(field, name);
    if (name.length() > NAME_LENGTH) {
      throw Rejected.invalid(
          field
              + " holds the name '"
              + Texts.shown(name)
              + "' of "
              + name.length()
              + " characters, the most is "
              + NAME_LENGTH);
    }
  }

  /** A number of few digits when it is written out, which is a finite double too. */
  private BigDecimal shortNumber(JsonParser in) throws IOException {
    var number = number(field, in);
    var whole = Math.max(1L, (long) number.precision() - number.scale());
    if (whole + Math.max(0, number.scale()) > DIGITS) {
      throw Rejected.invalid(
          field
              + " holds the number '"
              + Texts.shown(in.getText())
              + "' of more than "
              + DIGITS
              + " digits");
    }
    return number;
  }

  private @Nullable Object value(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> list(in);
      case VALUE_STRING -> sound(in.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shortNumber(in);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private List<@Nullable Object> list(JsonParser in) throws IOException {
    var list = new ArrayList<@Nullable Object>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(in));
    }
    return list;
  }

  private String sound(String text) {
    Texts.checkSound(field, text);
    return text;
  }

  private int position(JsonParser in) {
    var position = in.currentLocation().getByteOffset();
    if (position < 0) {
      throw Rejected.invalid("the body is not in UTF-8");
    }
    return (int) position;
  }

  private void checkSize(int bytes) {
    if (bytes > MOST_BYTES) {
      throw Rejected.invalid(field + " has " + bytes + " bytes, the most is " + MOST_BYTES);
    }
  }

  /** Refuses an escaped half of a surrogate pair; the syntax is known to be good. */
  private void checkSurrogates(int start, int end) {
    var i = start;
    while (i < end) {
      if (body[i] != '\\') {
        i++;
      } else if (body[i + 1] != 'u') {
        i += 2;
      } else if (!Character.isSurrogate(escaped(i))) {
        i += ESCAPE;
      } else if (Character.isHighSurrogate(escaped(i))
          && body[i + ESCAPE] == '\\'
          && body[i + ESCAPE + 1] == 'u'
          && Character.isLowSurrogate(escaped(i + ESCAPE))) {
        i += 2 * ESCAPE;
      } else {
        throw Rejected.invalid(field + " holds half of a surrogate pair, which is no character");
      }
    }
  }

  /** The character of an escape. */
  private char escaped(int at) {
    var value = 0;
    for (var i = at + 2; i < at + ESCAPE; i++) {
      value = value << 4 | Character.digit(body[i], 16);
    }
    return (char) value;
  }

  private static String withoutReserved(String bag) throws IOException {
    var kept = new StringJoiner(",", "{", "}");
    try (var in = EventBody.FACTORY.createParser(bag)) {
      in.nextToken();
      for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        var begin = (int) in.currentTokenLocation().getCharOffset();
        in.nextToken();
        in.skipChildren();
        in.finishToken();
        if (!name.startsWith(RESERVED)) {
          kept.add(bag.substring(begin, (int) in.currentLocation().getCharOffset()));
        }
      }
    }
    return kept.toString();
  }

  private String text(int start, int end) {
    for (var i = start; i < end; i++) {
      if (body[i] < 0) {
        return strict(body, start, end);
      }
    }
    return new String(body, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private String strict(byte[] bytes, int start, int end) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, end - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw Rejected.invalid(field + " is not in UTF-8");
    }
  }
}
