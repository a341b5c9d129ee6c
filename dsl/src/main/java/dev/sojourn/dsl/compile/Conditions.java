package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.EmailCheck;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code where} is compiled to: calls that build condition data when the word runs. */
public final class Conditions {
  private Conditions() {}

  /** The conditions of one {@code where}, all of which must hold. */
  public static List<Condition> list(Condition... conditions) {
    return List.of(conditions);
  }

  /** All of them. */
  public static Condition and(Condition... conditions) {
    return new Condition.And(List.of(conditions));
  }

  /** Any of them. */
  public static Condition or(Condition... conditions) {
    return new Condition.Or(List.of(conditions));
  }

  /** Not this one. */
  public static Condition not(Condition condition) {
    return new Condition.Not(condition);
  }

  /** Whether the property is there ({@code EXISTS}) or not ({@code NOT_EXISTS}). */
  public static Condition presence(CharSequence property, String operator) {
    return new Condition.Property(property.toString(), Operator.valueOf(operator), null);
  }

  /**
   * A comparison with a value.
   *
   * @throws IllegalArgumentException if the value is not text, a number or a boolean, or is of a
   *     kind that the operator never finds equal
   */
  public static Condition comparison(
      CharSequence property, String operator, @Nullable Object value) {
    Operator how = Operator.valueOf(operator);
    Object plain = value instanceof CharSequence text ? text.toString() : value;
    if (!how.accepts(plain)) {
      throw new IllegalArgumentException(
          "where: '%s' is compared (%s) with %s; expected %s"
              .formatted(property, how.wire(), shown(plain), how.accepted()));
    }
    return new Condition.Property(
        property.toString(), how, plain instanceof Number number ? narrow(number) : plain);
  }

  /** A comparison with several values: equal to one of them. */
  public static Condition oneOf(CharSequence property, @Nullable Object values) {
    List<Condition> each = each(property, "EQ", values);
    return each.size() == 1 ? each.get(0) : new Condition.Or(each);
  }

  /** A comparison with several values: equal to none of them. */
  public static Condition noneOf(CharSequence property, @Nullable Object values) {
    List<Condition> each = each(property, "NEQ", values);
    return each.size() == 1 ? each.get(0) : new Condition.And(each);
  }

  /**
   * A question on the events of a name; {@code operator} and {@code value} null but for a
   * comparison of their count.
   */
  public static Condition event(
      CharSequence name,
      String check,
      @Nullable String operator,
      @Nullable Object value,
      @Nullable Duration within) {
    return new Condition.Event(
        name.toString(),
        EventCheck.valueOf(check),
        operator == null ? null : Operator.valueOf(operator),
        operator == null ? null : count(name, value),
        within);
  }

  /** A question on the latest mail from a template. */
  public static Condition email(CharSequence template, String check) {
    return new Condition.Email(template.toString(), EmailCheck.valueOf(check));
  }

  private static List<Condition> each(
      CharSequence property, String operator, @Nullable Object values) {
    if (!(values instanceof Collection<?> several)) {
      throw new IllegalArgumentException(
          "where: '%s' is looked for (in) in %s; expected a list"
              .formatted(property, shown(values)));
    }
    List<Condition> each = new ArrayList<>();
    several.forEach(value -> each.add(comparison(property, operator, value)));
    return each;
  }

  private static long count(CharSequence event, @Nullable Object value) {
    try {
      if (value instanceof Number number) {
        return new BigDecimal(number.toString()).longValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw noCount(event, value);
    }
    throw noCount(event, value);
  }

  private static IllegalArgumentException noCount(CharSequence event, @Nullable Object value) {
    return new IllegalArgumentException(
        "where: the count of '%s' is compared with %s; expected a whole number"
            .formatted(event, shown(value)));
  }

  // As stored definitions and journals have them, so that every way to write a number is equal.
  private static Number narrow(Number number) {
    if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(number.doubleValue())) {
        throw new IllegalArgumentException(
            "where: a property is compared with '%s'; expected a finite number".formatted(number));
      }
      return narrow(new BigDecimal(number.toString()));
    }
    if (number instanceof BigDecimal decimal) {
      return decimal.scale() == 0 ? narrow(decimal.unscaledValue()) : decimal;
    }
    if (number instanceof BigInteger whole && whole.bitLength() >= Long.SIZE) {
      return whole;
    }
    long whole = number.longValue();
    if (whole == (int) whole) {
      return (int) whole;
    }
    return whole;
  }

  private static String shown(@Nullable Object value) {
    return value == null
        ? "null"
        : "'%s' (%s)".formatted(value, TypeNames.of(value.getClass().getName()));
  }
}
