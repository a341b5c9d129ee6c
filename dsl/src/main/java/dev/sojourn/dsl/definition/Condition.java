package dev.sojourn.dsl.definition;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A condition on a bag of properties, on events or on mails of a contact, as data. */
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

  /**
   * A question on how often an event of the contact happened.
   *
   * @param eventName the exact name
   * @param check what is asked
   * @param operator how the count is compared; null but for {@code COUNT}, where null with a null
   *     value asks for more than none
   * @param value what the count is compared with; null when {@code operator} is
   * @param within only events that happened this long ago or later count, in whole seconds; null
   *     for all
   */
  record Event(
      String eventName,
      EventCheck check,
      @Nullable Operator operator,
      @Nullable Long value,
      @Nullable Duration within)
      implements Condition {
    public Event {
      if (check != EventCheck.COUNT || operator == null || value == null) {
        operator = null;
        value = null;
      }
      if (operator != null && !operator.comparesCounts()) {
        throw new IllegalArgumentException(
            "event '%s': a count is not compared with '%s'; use gt, gte, lt, lte or eq"
                .formatted(eventName, operator.wire()));
      }
      if (within != null
          && (within.isNegative() || !within.equals(within.truncatedTo(ChronoUnit.SECONDS)))) {
        throw new IllegalArgumentException(
            "event '%s': within takes whole seconds from 0, not '%s'".formatted(eventName, within));
      }
    }
  }

  /**
   * A question on the contact's latest mail from a template; never true without such a mail.
   *
   * @param templateKey the key of the template
   * @param check what is asked
   */
  record Email(String templateKey, EmailCheck check) implements Condition {}

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

  /** Not this one. */
  record Not(Condition condition) implements Condition {}

  /** A name with a spelling in stored definitions. */
  interface Spelt {
    /** The constant's name. */
    String name();

    /** The spelling in stored definitions: {@code not_exists}. */
    default String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is asked of the count of an event: more than none, none, or a comparison. */
  enum EventCheck implements Spelt {
    EXISTS,
    NOT_EXISTS,
    COUNT
  }

  /** What the contact did with a mail, or did not do. */
  enum EmailCheck implements Spelt {
    OPENED,
    CLICKED,
    NOT_OPENED,
    NOT_CLICKED
  }

  /** How a property or a count is compared. */
  enum Operator implements Spelt {
    EQ,
    NEQ,
    GT,
    GTE,
    LT,
    LTE,
    EXISTS,
    NOT_EXISTS,
    CONTAINS;

    /** Whether it compares with nothing: {@code EXISTS}, {@code NOT_EXISTS}. */
    public boolean takesNoValue() {
      return this == EXISTS || this == NOT_EXISTS;
    }

    /** Whether it compares numbers only. */
    public boolean isOrder() {
      return this == GT || this == GTE || this == LT || this == LTE;
    }

    /** Whether the count of events can be compared so. */
    public boolean comparesCounts() {
      return isOrder() || this == EQ;
    }

    /** Whether a property can be compared with this value. */
    public boolean accepts(@Nullable Object value) {
      if (takesNoValue()) {
        return value == null;
      }
      if (isOrder()) {
        return value instanceof Number;
      }
      return value instanceof String
          || (this != CONTAINS && (value instanceof Number || value instanceof Boolean));
    }

    /** What {@link #accepts} accepts, for people. */
    public String accepted() {
      if (takesNoValue()) {
        return "no value";
      }
      if (isOrder()) {
        return "a number";
      }
      return this == CONTAINS ? "text" : "text, a number, or true or false";
    }

    /**
     * The operator that holds exactly when this one does not, or null: what is missing, or no
     * number, is neither more nor less.
     */
    public @Nullable Operator complement() {
      return switch (this) {
        case EQ -> NEQ;
        case NEQ -> EQ;
        case EXISTS -> NOT_EXISTS;
        case NOT_EXISTS -> EXISTS;
        default -> null;
      };
    }

    /** The same for counts, which are always numbers; null for {@code EQ}. */
    public @Nullable Operator countComplement() {
      return switch (this) {
        case GT -> LTE;
        case GTE -> LT;
        case LT -> GTE;
        case LTE -> GT;
        default -> null;
      };
    }

    /** The operator that says the same with its sides exchanged. */
    public Operator mirrored() {
      return switch (this) {
        case GT -> LT;
        case GTE -> LTE;
        case LT -> GT;
        case LTE -> GTE;
        default -> this;
      };
    }
  }

  /** Whether it looks at nothing but properties. */
  default boolean looksAtPropertiesOnly() {
    if (this instanceof And and) {
      return and.conditions().stream().allMatch(Condition::looksAtPropertiesOnly);
    }
    if (this instanceof Or or) {
      return or.conditions().stream().allMatch(Condition::looksAtPropertiesOnly);
    }
    return this instanceof Not not
        ? not.condition().looksAtPropertiesOnly()
        : this instanceof Property;
  }

  /**
   * The conditions of a place that knows the properties of one event and nothing else.
   *
   * @throws IllegalArgumentException if one of them asks for events or mails
   */
  static List<Condition> ofProperties(List<Condition> conditions) {
    if (!conditions.stream().allMatch(Condition::looksAtPropertiesOnly)) {
      throw new IllegalArgumentException(
          "where: event(…) and email(…) cannot be asked of the event that arrives; "
              + "compare its properties: plan == 'pro'");
    }
    return List.copyOf(conditions);
  }
}
