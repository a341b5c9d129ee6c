package dev.sojourn.core.replay;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is told when properties of a contact change: the properties of the event {@link
 * dev.sojourn.dsl.RunScope#CONTACT_CHANGED}, and how a wait knows one of them again.
 */
public final class ContactChange {
  /** Follows the name of a property that is gone: {@code "plan": null, "plan.deleted": true}. */
  private static final String DELETED = ".deleted";

  /** Follows the name of a list or an object, which no condition can look at. */
  private static final String NESTED = ".changed";

  private ContactChange() {}

  /**
   * The event's properties: what is said, as far as it differs from what is stored; empty when
   * nothing does.
   *
   * @param stored the contact's properties; null as good as missing
   * @param said the new value of each property; null deletes it
   */
  public static Map<String, @Nullable Object> told(
      Map<String, ? extends @Nullable Object> stored,
      Map<String, ? extends @Nullable Object> said) {
    var told = new LinkedHashMap<String, @Nullable Object>();
    said.forEach(
        (name, value) -> {
          if (!same(stored.get(name), value)) {
            told.put(name, value);
            if (value == null) {
              told.put(name + DELETED, true);
            } else if (value instanceof Map || value instanceof Iterable) {
              told.put(name + NESTED, true);
            }
          }
        });
    return told;
  }

  /** Whether an event tells of this property. */
  static Condition of(String property) {
    return new Condition.Or(
        List.of(
            new Condition.Property(property, Operator.EXISTS, null),
            new Condition.Property(property + DELETED, Operator.EQ, true),
            new Condition.Property(property + NESTED, Operator.EQ, true)));
  }

  /** Whether two values are one in JSON, however their numbers are represented. */
  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number left && other instanceof Number right) {
      return decimal(left).compareTo(decimal(right)) == 0;
    }
    if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
      return left.size() == right.size()
          && left.entrySet().stream()
              .allMatch(
                  entry ->
                      right.containsKey(entry.getKey())
                          && same(entry.getValue(), right.get(entry.getKey())));
    }
    if (one instanceof Iterable<?> left && other instanceof Iterable<?> right) {
      return same(left.iterator(), right.iterator());
    }
    return Objects.equals(one, other);
  }

  private static boolean same(Iterator<?> left, Iterator<?> right) {
    while (left.hasNext() && right.hasNext()) {
      if (!same(left.next(), right.next())) {
        return false;
      }
    }
    return left.hasNext() == right.hasNext();
  }

  private static BigDecimal decimal(Number number) {
    return new BigDecimal(number.toString());
  }
}
