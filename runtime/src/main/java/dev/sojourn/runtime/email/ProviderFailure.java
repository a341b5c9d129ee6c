package dev.sojourn.runtime.email;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider has not taken a mail. */
final class ProviderFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  private ProviderFailure(
      String message, boolean retryable, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** The same mail may pass later. */
  public static ProviderFailure retryable(String message, @Nullable Throwable cause) {
    return new ProviderFailure(message, true, null, cause);
  }

  /** The same mail may pass later, and the provider said how much. */
  public static ProviderFailure busy(String message, Duration retryAfter) {
    return new ProviderFailure(message, true, retryAfter, null);
  }

  /** This mail never passes. */
  public static ProviderFailure permanent(String message, @Nullable Throwable cause) {
    return new ProviderFailure(message, false, null, cause);
  }

  /** Whether another attempt makes sense. */
  public boolean isRetryable() {
    return retryable;
  }

  /** The least time that the provider wants to be left alone, or null. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
