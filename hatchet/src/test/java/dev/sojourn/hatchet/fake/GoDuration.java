package dev.sojourn.hatchet.fake;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the engine reads them: numbers with units ms, s, m, h, one after the other. */
final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("(\\d+(ms|s|m|h))+");

  private GoDuration() {}

  /** The duration as Go writes it: {@code 10m0s}, {@code 1.5s}, {@code 20ms}. */
  static String text(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.isZero() ? "0s" : duration.toMillis() + "ms";
    }
    String fraction =
        duration.toMillisPart() == 0
            ? ""
            : ("." + "%03d".formatted(duration.toMillisPart())).replaceAll("0+$", "");
    String seconds = duration.toSecondsPart() + fraction + "s";
    if (duration.toHours() > 0) {
      return duration.toHours() + "h" + duration.toMinutesPart() + "m" + seconds;
    }
    return duration.toMinutes() > 0 ? duration.toMinutes() + "m" + seconds : seconds;
  }

  /** The duration; five minutes where the text is none, as the engine's database has it. */
  static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Duration.ofMinutes(5);
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long number = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
              });
    }
    return sum;
  }
}
