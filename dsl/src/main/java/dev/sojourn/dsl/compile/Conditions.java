package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code where { … }} is compiled to: calls that build condition data when the word runs. */
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

  /** Whether the property is there ({@code EXISTS}) or not ({@code NOT_EXISTS}). */
  public static Condition presence(String property, String operator) {
    return new Condition.Property(property, Operator.valueOf(operator), null);
  }

  /**
   * A comparison with a value.
   *
   * @throws IllegalArgumentException if the value is not text, a number or a boolean, or is of a
   *     kind that the operator never finds equal
   */
  public static Condition comparison(String property, String operator, @Nullable Object value) {
    Operator how = Operator.valueOf(operator);
    Object plain = value instanceof CharSequence text ? text.toString() : value;
    boolean fits =
        switch (how) {
          case GT, GTE, LT, LTE -> plain instanceof Number;
          case CONTAINS -> plain instanceof String;
          default -> plain instanceof String || plain instanceof Number || plain instanceof Boolean;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "where: '%s' is compared (%s) with %s; expected %s"
              .formatted(property, how.wire(), shown(plain), expected(how)));
    }
    return new Condition.Property(property, how, plain);
  }

  private static String shown(@Nullable Object value) {
    return value == null
        ? "null"
        : "'%s' (%s)".formatted(value, TypeNames.of(value.getClass().getName()));
  }

  private static String expected(Operator operator) {
    return switch (operator) {
      case GT, GTE, LT, LTE -> "a number";
      case CONTAINS -> "text";
      default -> "text, a number, or true or false";
    };
  }
}
