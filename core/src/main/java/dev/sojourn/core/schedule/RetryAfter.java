package dev.sojourn.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an HTTP answer says about when to ask again. Source: RFC 9110, section 10.2.3. */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /**
   * How long to stay away; nothing if the answer does not say, or says what nobody understands.
   *
   * @param retryAfter the header of that name: seconds, or a date
   * @param date the header {@code Date}, by which a date counts, whatever our own clock says
   */
  public static Optional<Duration> of(@Nullable String retryAfter, @Nullable String date) {
    if (retryAfter == null) {
      return Optional.empty();
    }
    var asked = retryAfter.strip();
    if (SECONDS.matcher(asked).matches()) {
      return Optional.of(Duration.ofSeconds(Integer.parseInt(asked)));
    }
    try {
      return date == null
          ? Optional.empty()
          : Optional.of(Duration.between(instant(date.strip()), instant(asked)))
              .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException unknown) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
  }
}
