package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.MailExtras;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail that somebody asks for outside any journey.
 *
 * @param contactId whose mail it is, or null if nobody is known by the address
 * @param to the address
 * @param subject instead of the template's, or null
 * @param from instead of the template's, or null
 * @param key under which the order may be repeated without effect, or null
 * @param extras where answers go, and the files that go with it; what else there may be is ignored
 * @param unchecked whether it goes out whatever its reader and the operator said of mails
 */
public record MailOrder(
    @Nullable Long contactId,
    String to,
    String template,
    String category,
    @Nullable String subject,
    @Nullable String from,
    Map<String, @Nullable Object> props,
    @Nullable String key,
    MailExtras extras,
    boolean unchecked) {
  /**
   * The order with its addresses in the form in which they are stored.
   *
   * @throws IllegalArgumentException if one is none
   */
  public MailOrder {
    to = MailAddress.of(to).email();
    check("from", from);
    check("replyTo", extras.replyTo());
  }

  private static void check(String field, @Nullable String address) {
    try {
      if (address != null) {
        MailAddress.of(address);
      }
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException(field + " " + notOne.getMessage(), notOne);
    }
  }
}
