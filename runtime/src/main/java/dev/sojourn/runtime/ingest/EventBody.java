package dev.sojourn.runtime.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a posted event as written, read in one pass; what is unknown is skipped. */
final class EventBody {
  /** How deep objects and arrays may stand in each other, the body itself counted. */
  static final int DEPTH = 32;

  private static final int MOST_BYTES = 1024 * 1024;
  private static final int MOST_LISTS = 200;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(MOST_BYTES)
                  .maxNameLength(MOST_BYTES)
                  .build())
          .build();

  private final byte[] body;
  private final String bag;
  private @Nullable String name;
  private @Nullable String userId;
  private @Nullable String email;
  private @Nullable String anonymousId;
  private @Nullable String idempotencyKey;
  private @Nullable String userToken;
  private @Nullable String timestamp;
  private @Nullable String currency;
  private @Nullable BigDecimal value;
  private @Nullable String properties;
  private Map<String, @Nullable Object> contactProperties = Map.of();
  private Map<String, Boolean> lists = Map.of();

  private EventBody(byte[] body, String bag) {
    this.body = body;
    this.bag = bag;
  }

  /** An event with what it says of its contact. */
  static EventBody read(byte[] body) {
    return read(body, "contactProperties");
  }

  /** A contact, whose properties are just that. */
  static EventBody ofContact(byte[] body) {
    return read(body, "properties");
  }

  private static EventBody read(byte[] body, String bag) {
    if (body.length > MOST_BYTES) {
      throw new Rejected(413, "the body has " + body.length + " bytes, the most is " + MOST_BYTES);
    }
    var fields = new EventBody(body, bag);
    try (var parser = FACTORY.createParser(body)) {
      fields.read(parser);
    } catch (StreamConstraintsException e) {
      throw Rejected.invalid("the body is nested deeper than " + DEPTH + " levels");
    } catch (JsonProcessingException e) {
      throw Rejected.invalid("the body is no JSON: " + place(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }

  @Nullable String name() {
    return name;
  }

  @Nullable String userId() {
    return userId;
  }

  @Nullable String email() {
    return email;
  }

  @Nullable String anonymousId() {
    return anonymousId;
  }

  @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  @Nullable String userToken() {
    return userToken;
  }

  @Nullable String timestamp() {
    return timestamp;
  }

  /** The event's own properties; its value and currency stand among them under reserved names. */
  @Nullable String properties() {
    return value == null ? properties : PropertyBag.with(properties, value, currency());
  }

  Map<String, @Nullable Object> contactProperties() {
    return contactProperties;
  }

  /** What is said of lists: by id, whether the contact wants it. */
  Map<String, Boolean> lists() {
    return lists;
  }

  private void read(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw Rejected.invalid("the body is no JSON object");
    }
    for (var field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      in.nextToken();
      read(field, in);
    }
    if (in.nextToken() != null) {
      throw Rejected.invalid("the body has more after its JSON object");
    }
  }

  private void read(String field, JsonParser in) throws IOException {
    if (field.equals(bag)) {
      contactProperties = new PropertyBag(field, body).map(in);
      return;
    }
    switch (field) {
      case "name" -> name = text(field, in);
      case "userId" -> userId = text(field, in);
      case "email" -> email = text(field, in);
      case "anonymousId" -> anonymousId = text(field, in);
      case "idempotencyKey" -> idempotencyKey = text(field, in);
      case "userToken" -> userToken = text(field, in);
      case "timestamp" -> timestamp = text(field, in);
      case "currency" -> currency = text(field, in);
      case "value" -> value = number(field, in);
      case "eventProperties" -> properties = new PropertyBag(field, body).slice(in);
      case "lists" -> lists = wishes(in);
      default -> in.skipChildren();
    }
  }

  private static Map<String, Boolean> wishes(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return Map.of();
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw Rejected.invalid("lists is no object of list ids and true or false");
    }
    var lists = new LinkedHashMap<String, Boolean>();
    for (var id = in.nextFieldName(); id != null; id = in.nextFieldName()) {
      if (!in.nextToken().isBoolean() || lists.size() == MOST_LISTS) {
        throw Rejected.invalid(
            "lists: '%s' is not true or false, or there are more than %d"
                .formatted(Texts.shown(id), MOST_LISTS));
      }
      lists.put(id, in.getBooleanValue());
    }
    return lists;
  }

  private static @Nullable String text(String field, JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw Rejected.invalid(field + " is no text");
    }
    return in.getText();
  }

  private static @Nullable BigDecimal number(String field, JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!in.currentToken().isNumeric()) {
      throw Rejected.invalid(field + " is no number");
    }
    return PropertyBag.number(field, in);
  }

  private @Nullable String currency() {
    if (currency == null) {
      return null;
    }
    var letters = currency.toUpperCase(Locale.ROOT);
    if (letters.length() != 3 || !letters.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      throw Rejected.invalid(
          "currency '" + Texts.shown(currency) + "' is no code of three letters, such as 'EUR'");
    }
    return letters;
  }

  private static String place(JsonProcessingException e) {
    var at = e.getLocation();
    var message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    return at == null
        ? message
        : message + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }
}
