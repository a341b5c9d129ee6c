package dev.sojourn.runtime.email;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which sends to list; what is null does not matter.
 *
 * @param task the name of the run's task, {@code journey:<id>}
 * @param from the first instant of asking
 * @param until the first instant after that
 */
public record SendFilter(
    @Nullable Long contactId,
    @Nullable Long runId,
    @Nullable SendStatus status,
    @Nullable String template,
    @Nullable String to,
    @Nullable String category,
    @Nullable String task,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Engagement engagement) {
  /** All of them. */
  public static final SendFilter ALL = new SendFilter(null, null, null, null);

  /** Sends by whom, what and how they stand. */
  public SendFilter(
      @Nullable Long contactId,
      @Nullable Long runId,
      @Nullable SendStatus status,
      @Nullable String template) {
    this(contactId, runId, status, template, null, null, null, null, null, null);
  }

  /** What its reader did; a mail that was not sent has none. */
  public enum Engagement {
    OPENED,
    CLICKED,
    NOT_OPENED,
    NOT_CLICKED;

    /** The spelling in questions: {@code not_opened}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of this spelling, if there is one. */
    public static Optional<Engagement> of(String wire) {
      return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }
  }
}
