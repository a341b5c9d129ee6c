package dev.sojourn.core.schedule;

import dev.sojourn.dsl.definition.DateRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is to be done about a contact that may enter on a date. */
public sealed interface Appointment {
  /** The most characters of a value that are kept beside a reason. */
  int SHOWN = 200;

  /** To wait; nothing is to be done before this instant. */
  record Ahead(Instant until) implements Appointment {}

  /**
   * To enter now.
   *
   * @param told the properties of the event by which it does: the date as it stands in the
   *     contact's property, under that name, and the instant of the entry in {@code date}
   */
  record Due(Map<String, @Nullable Object> told) implements Appointment {}

  /** To leave out; {@code compared} holds the values that decided. */
  record Missed(String reason, Map<String, @Nullable Object> compared) implements Appointment {}

  /** There is no date. */
  record Nothing() implements Appointment {}

  /**
   * What is to be done now.
   *
   * @param property the value of the contact's property by its name, null if it has none
   * @param since when the contact was given its date: one before that had passed already and lets
   *     nobody in; null if the contact has waited for it, so that one that has come is due
   */
  static Appointment of(
      DateRule rule,
      Function<String, ? extends @Nullable Object> property,
      Instant now,
      @Nullable Instant since) {
    var occasion = Occasion.of(rule, property);
    if (occasion instanceof Occasion.Unreadable unreadable) {
      return new Missed("date_unreadable", compared(rule, unreadable.value(), null));
    }
    if (!(occasion instanceof Occasion.At at)) {
      return new Nothing();
    }
    if (at.instant().isAfter(now)) {
      return new Ahead(at.instant());
    }
    return since != null && at.instant().isBefore(since)
        ? new Missed("date_passed", compared(rule, at.value(), at.instant()))
        : new Due(told(rule, at));
  }

  private static Map<String, @Nullable Object> told(DateRule rule, Occasion.At at) {
    var told = new LinkedHashMap<String, @Nullable Object>();
    told.put("date", at.instant().toString());
    told.put(rule.property(), at.value());
    return told;
  }

  private static Map<String, @Nullable Object> compared(
      DateRule rule, @Nullable Object value, @Nullable Instant instant) {
    var compared = new LinkedHashMap<String, @Nullable Object>();
    var text = String.valueOf(value);
    compared.put(rule.property(), text.substring(0, Math.min(SHOWN, text.length())));
    if (instant != null) {
      compared.put("date", instant.toString());
    }
    return compared;
  }
}
