package dev.sojourn.runtime.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The environment while it is read: answers with typed values and collects what is wrong. */
final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)?");

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The variables as they were given. */
  Map<String, String> environment() {
    return environment;
  }

  /** What was wrong so far, one sentence each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  void problem(String name, String sentence) {
    String problem = name + ": " + sentence;
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  Optional<String> text(String name) {
    return given(name)
        .or(
            () ->
                SettingTable.aliases(name).stream()
                    .flatMap(one -> given(one).stream())
                    .findFirst());
  }

  /** The variables that are not the service's own, for files of the operator that ask for them. */
  Map<String, String> others() {
    var others = new HashMap<String, String>();
    for (var name : environment.keySet()) {
      if (!SettingTable.isOwn(name)) {
        given(name).ifPresent(value -> others.put(name, value));
      }
    }
    return others;
  }

  String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /** A value that must be there; a stand-in goes on when it is not, so that all errors are seen. */
  <T> T required(String name, T standIn, Function<String, T> parse) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      problem(name, "is not set");
      return standIn;
    }
    return parsed(name, value.get(), parse).orElse(standIn);
  }

  <T> Optional<T> parsed(String name, Function<String, T> parse) {
    return text(name).flatMap(value -> parsed(name, value, parse));
  }

  int whole(String name, int otherwise, int least, int most) {
    return parsed(name, value -> wholeWithin(value, least, most)).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return oneOf(name, String.valueOf(otherwise), List.of("true", "false")).equals("true");
  }

  String oneOf(String name, String otherwise, List<String> allowed) {
    return parsed(name, value -> among(value, allowed)).orElse(otherwise);
  }

  /** The items of a list; none without it. */
  List<String> list(String name) {
    return text(name).map(Settings::items).orElse(List.of());
  }

  /** The items of a text, between its commas. */
  static List<String> items(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
  }

  Duration duration(String name, Duration otherwise) {
    return parsed(name, Settings::duration).orElse(otherwise);
  }

  private <T> Optional<T> parsed(String name, String value, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(value));
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static int wholeWithin(String value, int least, int most) {
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "'" + value + "' is not a whole number from " + least + " to " + most);
  }

  private static String among(String value, List<String> allowed) {
    if (allowed.contains(value)) {
      return value;
    }
    throw new IllegalArgumentException(
        "'" + value + "' is not one of " + String.join(", ", allowed));
  }

  private static Duration duration(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a duration such as 500ms, 10s or 5m");
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = Optional.ofNullable(matcher.group(2)).orElse("s");
    if (unit.equals("ms")) {
      return Duration.ofMillis(amount);
    }
    if (unit.equals("s")) {
      return Duration.ofSeconds(amount);
    }
    if (unit.equals("m")) {
      return Duration.ofMinutes(amount);
    }
    return unit.equals("h") ? Duration.ofHours(amount) : Duration.ofDays(amount);
  }
}
