package dev.sojourn.runtime.email;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider has not taken a mail. */
final class ProviderFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final @Nullable Duration retryAfter;

  /** What follows from a failure. */
  enum Kind {
    /** The same mail may pass later. */
    RETRYABLE,
    /** The same mail may pass later, and until then no other does either. */
    THROTTLED,
    /** This mail never passes. */
    REFUSED,
    /** This mail never passes, since its address is known to take none: a permanent bounce. */
    BOUNCED
  }

  private ProviderFailure(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** The same mail may pass later. */
  public static ProviderFailure retryable(String message, @Nullable Throwable cause) {
    return new ProviderFailure(Kind.RETRYABLE, message, null, cause);
  }

  /** The same mail may pass later, and the provider said how much. */
  public static ProviderFailure busy(String message, Duration retryAfter) {
    return new ProviderFailure(Kind.RETRYABLE, message, retryAfter, null);
  }

  /** The provider takes nothing for so long. */
  public static ProviderFailure throttled(String message, Duration retryAfter) {
    return new ProviderFailure(Kind.THROTTLED, message, retryAfter, null);
  }

  /** This mail never passes. */
  public static ProviderFailure permanent(String message, @Nullable Throwable cause) {
    return new ProviderFailure(Kind.REFUSED, message, null, cause);
  }

  /** The provider knows that the address takes no mail. */
  public static ProviderFailure bounced(String message) {
    return new ProviderFailure(Kind.BOUNCED, message, null, null);
  }

  /** What follows from it. */
  public Kind kind() {
    return kind;
  }

  /** Whether another attempt makes sense. */
  public boolean isRetryable() {
    return kind == Kind.RETRYABLE || kind == Kind.THROTTLED;
  }

  /** The least time that the provider wants to be left alone, or null. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
