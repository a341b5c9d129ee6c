package dev.sojourn.core.preference;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a link in a mail lets its holder do, without any other proof of who that is.
 *
 * @param externalId how the sender names the person; empty when the mail went to a bare address
 * @param email the address the mail went to
 * @param expires to the second; the link is worth nothing from then on
 * @param category the kind of mail it is about, or null for all mails
 */
public record Grant(
    String externalId, String email, Action action, Instant expires, @Nullable String category) {
  /** What a link can be for. */
  public enum Action {
    /** Leave. */
    UNSUBSCRIBE,
    /** Take it back. */
    RESUBSCRIBE,
    /** See everything and change it. */
    MANAGE;

    /** The spelling in a token: {@code unsubscribe}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same for another purpose. */
  public Grant withAction(Action other) {
    return new Grant(externalId, email, other, expires, category);
  }
}
