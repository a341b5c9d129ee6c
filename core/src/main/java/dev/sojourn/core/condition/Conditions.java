package dev.sojourn.core.condition;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether conditions hold for a bag of properties and what is known of a contact's past. Nothing is
 * converted: text never equals a number, and only numbers have an order. Numbers compare by value,
 * however they are represented.
 */
public final class Conditions {
  private static final int LONGEST_COMPARED = 200;

  private Conditions() {}

  /** Whether all of these, which look at properties only, hold; none at all hold. */
  public static boolean hold(List<Condition> conditions, Map<String, @Nullable Object> properties) {
    return hold(conditions, Facts.of(properties));
  }

  /** Whether all of them hold; none at all hold. */
  public static boolean hold(List<Condition> conditions, Facts facts) {
    for (var condition : conditions) {
      if (!holds(condition, facts)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this one, which looks at properties only, holds. */
  public static boolean holds(Condition condition, Map<String, @Nullable Object> properties) {
    return holds(condition, Facts.of(properties));
  }

  /**
   * Whether this one holds.
   *
   * @throws IllegalArgumentException if it asks for a count that the facts lack
   */
  public static boolean holds(Condition condition, Facts facts) {
    if (condition instanceof Condition.Property property) {
      return holds(property, facts.properties().get(property.property()));
    }
    if (condition instanceof Condition.Event event) {
      return holds(event, facts.count(EventCount.of(event)));
    }
    if (condition instanceof Condition.Email email) {
      return holds(email, facts.mails().get(email.templateKey()));
    }
    if (condition instanceof Condition.And and) {
      return hold(and.conditions(), facts);
    }
    if (condition instanceof Condition.Or or) {
      return or.conditions().stream().anyMatch(one -> holds(one, facts));
    }
    if (condition instanceof Condition.Not not) {
      return !holds(not.condition(), facts);
    }
    throw new AssertionError(condition);
  }

  /** The facts beside properties that the conditions ask for, each once, in order. */
  public static Asked asked(List<Condition> conditions) {
    var counts = new LinkedHashSet<EventCount>();
    var templates = new LinkedHashSet<String>();
    forEach(
        conditions,
        leaf -> {
          if (leaf instanceof Condition.Event event) {
            counts.add(EventCount.of(event));
          } else if (leaf instanceof Condition.Email email) {
            templates.add(email.templateKey());
          }
        });
    return new Asked(counts, templates);
  }

  /**
   * The values that decided: for each property that the conditions name, in order of appearance,
   * what the bag holds; null also for one that is missing. Long text is cut.
   */
  public static Map<String, @Nullable Object> compared(
      List<Condition> conditions, Map<String, @Nullable Object> properties) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    forEach(
        conditions,
        leaf -> {
          if (leaf instanceof Condition.Property property) {
            values.put(property.property(), cut(properties.get(property.property())));
          }
        });
    return Collections.unmodifiableMap(values);
  }

  private static void forEach(List<Condition> conditions, Consumer<Condition> leaf) {
    for (var condition : conditions) {
      if (condition instanceof Condition.And and) {
        forEach(and.conditions(), leaf);
      } else if (condition instanceof Condition.Or or) {
        forEach(or.conditions(), leaf);
      } else if (condition instanceof Condition.Not not) {
        forEach(List.of(not.condition()), leaf);
      } else {
        leaf.accept(condition);
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

  private static boolean holds(Condition.Event condition, long count) {
    var operator = condition.operator();
    var value = condition.value();
    if (operator == null || value == null) {
      return (condition.check() == EventCheck.NOT_EXISTS) == (count == 0);
    }
    return switch (operator) {
      case GT -> count > value;
      case GTE -> count >= value;
      case LT -> count < value;
      case LTE -> count <= value;
      case EQ -> count == value;
      default -> throw new AssertionError(condition);
    };
  }

  private static boolean holds(Condition.Email condition, @Nullable LatestMail mail) {
    if (mail == null) {
      return false;
    }
    return switch (condition.check()) {
      case OPENED -> mail.openedAt() != null;
      case CLICKED -> mail.clickedAt() != null;
      case NOT_OPENED -> mail.openedAt() == null;
      case NOT_CLICKED -> mail.clickedAt() == null;
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
