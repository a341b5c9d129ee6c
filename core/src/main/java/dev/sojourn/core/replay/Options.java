package dev.sojourn.core.replay;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.OnStopped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The named arguments of a word, each of the type that the word says. */
final class Options {
  private final String word;
  private final Playback playback;
  private final Map<String, ?> given;

  Options(String word, Playback playback, Map<String, ?> given) {
    this.word = word;
    this.playback = playback;
    this.given = given;
  }

  /** The name of the step: the label given, or else this. */
  String label(String otherwise) {
    var label = text("label");
    return label == null ? otherwise : checked(label);
  }

  /** The label, within its bounds. */
  String checked(@Nullable CharSequence label) {
    if (label == null || label.isEmpty() || label.length() > Limits.LABEL_LENGTH) {
      throw playback.fail(
          "'"
              + word
              + "' needs a name of 1 to "
              + Limits.LABEL_LENGTH
              + " characters, not '"
              + (label == null ? null : label.subSequence(0, Math.min(40, label.length())))
              + "'");
    }
    return Values.text(label.toString());
  }

  @Nullable String text(String name) {
    var value = value(name, CharSequence.class);
    return value == null ? null : Values.text(value.toString());
  }

  @Nullable Duration duration(String name) {
    return value(name, Duration.class);
  }

  /** A duration longer than zero and not longer than this; it must be given. */
  Duration duration(String name, Duration most) {
    var duration = duration(name);
    if (duration == null || duration.isZero() || duration.isNegative()) {
      throw playback.fail(
          "'"
              + word
              + "' needs '"
              + name
              + ":', a duration longer than zero, not '"
              + duration
              + "'");
    }
    if (duration.compareTo(most) > 0) {
      throw playback.fail(
          "'" + word + "' takes at most " + most + " as '" + name + "', not " + duration);
    }
    return duration;
  }

  /** A whole number from {@code least} to {@code most}, or this if none is given. */
  int number(String name, int otherwise, int least, int most) {
    var number = value(name, Integer.class);
    if (number == null) {
      return otherwise;
    }
    if (number < least || number > most) {
      throw playback.fail(
          "'%s' takes %d to %d as '%s', not %d".formatted(word, least, most, name, number));
    }
    return number;
  }

  @Nullable Number number(String name) {
    return value(name, Number.class);
  }

  @Nullable OnStopped onStopped() {
    return value("onStopped", OnStopped.class);
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(value(name, Boolean.class));
  }

  Map<?, ?> map(String name) {
    Map<?, ?> map = value(name, Map.class);
    return map == null ? Map.of() : map;
  }

  List<Condition> conditions(String name) {
    List<?> list = value(name, List.class);
    return list == null
        ? List.of()
        : list.stream().map(one -> kept(name, (Condition) one)).toList();
  }

  private Condition kept(String name, Condition condition) {
    if (condition instanceof Condition.Property property) {
      var value = playback.kept("'" + word + "' has a '" + name + "' that", property.value());
      return new Condition.Property(property.property(), property.operator(), value);
    }
    if (condition instanceof Condition.And and) {
      return new Condition.And(and.conditions().stream().map(one -> kept(name, one)).toList());
    }
    if (condition instanceof Condition.Or or) {
      return new Condition.Or(or.conditions().stream().map(one -> kept(name, one)).toList());
    }
    if (condition instanceof Condition.Not not) {
      return new Condition.Not(kept(name, not.condition()));
    }
    throw playback.fail(
        "'"
            + word
            + "' knows the event that arrives by its properties only; its '"
            + name
            + "' cannot ask for other events or mails");
  }

  private <T> @Nullable T value(String name, Class<T> type) {
    var value = given.get(name);
    if (value != null && !type.isInstance(value)) {
      throw playback.fail(
          "'"
              + word
              + "' takes a "
              + type.getSimpleName()
              + " as '"
              + name
              + "', not a "
              + value.getClass().getSimpleName());
    }
    return type.cast(value);
  }
}
