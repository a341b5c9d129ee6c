package dev.sojourn.core.definition;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.EmailCheck;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import dev.sojourn.dsl.definition.Condition.Operator;
import dev.sojourn.dsl.definition.Condition.Spelt;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one condition of a JSON tree; whatever is wrong with it is said with its path. */
record ConditionReader(String path, Map<?, ?> fields) {
  private static final String TYPES = "property, event, email_engagement, composite";
  private static final Map<String, Long> UNITS =
      Map.of("hours", 3600L, "minutes", 60L, "seconds", 1L);

  /** The reader of the condition at this path. */
  static ConditionReader at(String path, @Nullable Object tree) {
    if (tree instanceof Map<?, ?> fields) {
      return new ConditionReader(path, fields);
    }
    throw new IllegalArgumentException(path + ": expected a condition, not '" + tree + "'");
  }

  Condition condition() {
    var type = text("type");
    return switch (type) {
      case "property" -> property();
      case "event" -> event();
      case "email_engagement" ->
          new Condition.Email(text("templateKey"), spelt("check", Stream.of(EmailCheck.values())));
      case "composite" -> composite();
      case "channel_identity" ->
          throw wrong(
              "type",
              "'channel_identity' is for the waves of a campaign and cannot be asked of one"
                  + " contact; use one of "
                  + TYPES);
      default -> throw wrong("type", "'" + type + "' is not one of " + TYPES);
    };
  }

  private Condition property() {
    var property = text("property");
    var operator = spelt("operator", Stream.of(Operator.values()));
    if (operator.takesNoValue()) {
      return new Condition.Property(property, operator, null);
    }
    var value = fields.get("value");
    if (!operator.accepts(value)) {
      throw wrong(
          "value",
          "'%s' compares with %s, not %s"
              .formatted(
                  operator.wire(),
                  operator.accepted(),
                  value == null ? "nothing" : "'" + value + "'"));
    }
    return new Condition.Property(property, operator, value);
  }

  private Condition event() {
    var name = text("eventName");
    var check = spelt("check", Stream.of(EventCheck.values()));
    var operator =
        fields.get("operator") == null
            ? null
            : spelt("operator", Stream.of(Operator.values()).filter(Operator::comparesCounts));
    var count = fields.get("value");
    return new Condition.Event(
        name, check, operator, count == null ? null : whole("value", count), within());
  }

  private Condition composite() {
    var operator = text("operator");
    if (!(fields.get("conditions") instanceof List<?> trees)) {
      throw wrong("conditions", "expected an array of conditions");
    }
    var conditions = ConditionJson.conditions(path + ".conditions", trees);
    return switch (operator) {
      case "and" -> new Condition.And(conditions);
      case "or" -> new Condition.Or(conditions);
      case "not" -> {
        if (conditions.size() != 1) {
          throw wrong("conditions", "'not' takes one condition, not " + conditions.size());
        }
        yield new Condition.Not(conditions.get(0));
      }
      default -> throw wrong("operator", "'" + operator + "' is not one of and, or, not");
    };
  }

  private @Nullable Duration within() {
    var within = fields.get("within");
    if (within == null) {
      return null;
    }
    if (!(within instanceof Map<?, ?> units) || units.isEmpty()) {
      throw wrong(
          "within", "expected at least one of hours, minutes, seconds, not '" + within + "'");
    }
    var span = Duration.ZERO;
    for (var entry : units.entrySet()) {
      var unit = UNITS.get(String.valueOf(entry.getKey()));
      var field = "within." + entry.getKey();
      if (unit == null) {
        throw wrong(field, "unknown; use hours, minutes, seconds");
      }
      var count = whole(field, entry.getValue());
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw wrong(field, "expected a number from 0 to 2147483647, not '" + count + "'");
      }
      span = span.plusSeconds(count * unit);
    }
    return span;
  }

  private String text(String field) {
    if (fields.get(field) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw wrong(field, "expected text, not '" + fields.get(field) + "'");
  }

  private long whole(String field, @Nullable Object value) {
    try {
      if (value instanceof Number number) {
        return new BigDecimal(number.toString()).longValueExact();
      }
    } catch (ArithmeticException e) {
      throw wrong(field, "expected a whole number, not '" + value + "'");
    }
    throw wrong(field, "expected a whole number, not '" + value + "'");
  }

  private <S extends Spelt> S spelt(String field, Stream<S> values) {
    var known = values.toList();
    var written = text(field);
    return known.stream()
        .filter(one -> one.wire().equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    field,
                    "'%s' is not one of %s"
                        .formatted(
                            written,
                            known.stream().map(Spelt::wire).collect(Collectors.joining(", ")))));
  }

  private IllegalArgumentException wrong(String field, String message) {
    return new IllegalArgumentException(path + "." + field + ": " + message);
  }
}
