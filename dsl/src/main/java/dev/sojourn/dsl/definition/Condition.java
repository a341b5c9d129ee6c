package dev.sojourn.dsl.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on a bag of properties, as data. */
public sealed interface Condition {
  /**
   * A comparison of one property.
   *
   * @param property the exact name; no paths
   * @param operator how
   * @param value text, a number or a boolean; null for {@code EXISTS} and {@code NOT_EXISTS}
   */
  record Property(String property, Operator operator, @Nullable Object value)
      implements Condition {}

  /** All of them. */
  record And(List<Condition> conditions) implements Condition {
    public And {
      conditions = List.copyOf(conditions);
    }
  }

  /** Any of them. */
  record Or(List<Condition> conditions) implements Condition {
    public Or {
      conditions = List.copyOf(conditions);
    }
  }

  /** How a property is compared; the wire spelling is the lower-case name. */
  enum Operator {
    EQ,
    NEQ,
    GT,
    GTE,
    LT,
    LTE,
    EXISTS,
    NOT_EXISTS,
    CONTAINS;

    /** The spelling in stored definitions: {@code not_exists}. */
    public String wire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
