package dev.sojourn.runtime.http;

import dev.sojourn.core.limit.Rate;

/**
 * How often a key may ask.
 *
 * @param data the data plane
 * @param admin the admin plane
 * @param emails mails that programs ask for
 */
public record Rates(Rate data, Rate admin, Rate emails) {
  private static final int EMAILS_PER_MINUTE = 30;

  /** So many a minute, 0 for no limit. */
  public static Rates perMinute(int data, int admin) {
    return new Rates(
        Rate.perMinute("data", data),
        Rate.perMinute("admin", admin),
        Rate.perMinute("emails", EMAILS_PER_MINUTE));
  }

  /** The rate that a request of a guarded route counts for. */
  Rate of(Route route) {
    return switch (route.meter()) {
      case EMAILS -> emails;
      case ADMIN -> admin;
      case DATA -> data;
      case NONE -> throw new IllegalArgumentException("route '" + route + "' counts for nothing");
    };
  }
}
