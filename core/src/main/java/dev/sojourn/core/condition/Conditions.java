package dev.sojourn.core.condition;

import dev.sojourn.dsl.definition.Condition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether conditions hold for a bag of properties. Nothing is converted: text never equals a
 * number, and only numbers have an order. Numbers compare by value, however they are represented.
 */
public final class Conditions {
  private static final int LONGEST_COMPARED = 200;

  private Conditions() {}

  /** Whether all of them hold; none at all hold. */
  public static boolean hold(List<Condition> conditions, Map<String, @Nullable Object> properties) {
    for (var condition : conditions) {
      if (!holds(condition, properties)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this one holds. */
  public static boolean holds(Condition condition, Map<String, @Nullable Object> properties) {
    if (condition instanceof Condition.Property property) {
      return holds(property, properties.get(property.property()));
    }
    if (condition instanceof Condition.And and) {
      return hold(and.conditions(), properties);
    }
    if (condition instanceof Condition.Or or) {
      return or.conditions().stream().anyMatch(one -> holds(one, properties));
    }
    throw new AssertionError(condition);
  }

  /**
   * The values that decided: for each property that the conditions name, in order of appearance,
   * what the bag holds; null also for one that is missing. Long text is cut.
   */
  public static Map<String, @Nullable Object> compared(
      List<Condition> conditions, Map<String, @Nullable Object> properties) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    collect(conditions, properties, values);
    return Collections.unmodifiableMap(values);
  }

  private static void collect(
      List<Condition> conditions,
      Map<String, @Nullable Object> properties,
      Map<String, @Nullable Object> into) {
    for (var condition : conditions) {
      if (condition instanceof Condition.Property property) {
        into.put(property.property(), cut(properties.get(property.property())));
      } else if (condition instanceof Condition.And and) {
        collect(and.conditions(), properties, into);
      } else if (condition instanceof Condition.Or or) {
        collect(or.conditions(), properties, into);
      }
    }
  }

  private static @Nullable Object cut(@Nullable Object value) {
    return value instanceof String text && text.length() > LONGEST_COMPARED
        ? text.substring(0, LONGEST_COMPARED) + "…"
        : value;
  }

  // A missing property arrives as null. That is enough: no operator tells the two apart.
  private static boolean holds(Condition.Property condition, @Nullable Object actual) {
    var expected = condition.value();
    return switch (condition.operator()) {
      case EQ -> same(actual, expected);
      case NEQ -> !same(actual, expected);
      case GT -> ordered(actual, expected) && compare(actual, expected) > 0;
      case GTE -> ordered(actual, expected) && compare(actual, expected) >= 0;
      case LT -> ordered(actual, expected) && compare(actual, expected) < 0;
      case LTE -> ordered(actual, expected) && compare(actual, expected) <= 0;
      case EXISTS -> actual != null;
      case NOT_EXISTS -> actual == null;
      case CONTAINS ->
          actual instanceof String text && expected instanceof String part && text.contains(part);
    };
  }

  private static boolean same(@Nullable Object actual, @Nullable Object expected) {
    if (actual == null || expected == null) {
      return false;
    }
    return ordered(actual, expected) ? compare(actual, expected) == 0 : sameKind(actual, expected);
  }

  // Two numbers that have no order, because one is NaN, are never the same.
  private static boolean sameKind(Object actual, Object expected) {
    return !(actual instanceof Number) && actual.equals(expected);
  }

  private static boolean ordered(@Nullable Object left, @Nullable Object right) {
    return isOrderedNumber(left) && isOrderedNumber(right);
  }

  private static boolean isOrderedNumber(@Nullable Object value) {
    return value instanceof Number
        && !(value instanceof Double d && d.isNaN())
        && !(value instanceof Float f && f.isNaN());
  }

  private static int compare(@Nullable Object left, @Nullable Object right) {
    if (!(left instanceof Number one) || !(right instanceof Number other)) {
      throw new AssertionError(left + " and " + right);
    }
    if (isWhole(one) && isWhole(other)) {
      return Long.compare(one.longValue(), other.longValue());
    }
    if (isInfinite(one) || isInfinite(other)) {
      return Double.compare(endless(one), endless(other));
    }
    return decimal(one).compareTo(decimal(other));
  }

  private static boolean isWhole(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte;
  }

  // Beside an infinite number every finite one is as good as zero.
  private static double endless(Number number) {
    return isInfinite(number) ? number.doubleValue() : 0;
  }

  // A BigDecimal beyond the range of double is finite all the same.
  private static boolean isInfinite(Number number) {
    return (number instanceof Double || number instanceof Float)
        && Double.isInfinite(number.doubleValue());
  }

  private static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    return isWhole(number)
        ? BigDecimal.valueOf(number.longValue())
        : new BigDecimal(number.toString());
  }
}
