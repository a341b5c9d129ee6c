package dev.sojourn.core.preference;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The links by which somebody leaves mails or chooses among them.
 *
 * @param publicUrl where people reach the service, without a slash at the end
 * @param lasting how long a link in a mail is good
 */
public record MailLinks(String publicUrl, Tokens tokens, Duration lasting) {
  /** Where one leaves, below the public URL. */
  public static final String UNSUBSCRIBE = "/v1/email/unsubscribe";

  /** Where one sees and changes everything, below the public URL. */
  public static final String PREFERENCES = "/v1/email/preferences";

  /**
   * The links of one mail.
   *
   * @param unsubscribe leaves the mail's category
   * @param preferences leads to all there is
   */
  public record Of(String unsubscribe, String preferences) {
    /** The headers by which mail programs leave with one click, RFC 2369 and 8058. */
    public Map<String, String> headers() {
      var headers = new LinkedHashMap<String, String>();
      headers.put("List-Unsubscribe", "<" + unsubscribe + ">");
      headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
      return headers;
    }
  }

  /**
   * The links of a mail.
   *
   * @param externalId how the sender names the person, or empty
   * @param email the bare address the mail goes to
   * @param now when it is made
   */
  public Of of(String externalId, String email, String category, Instant now) {
    var expires = now.plus(lasting).truncatedTo(ChronoUnit.SECONDS);
    var leave = new Grant(externalId, email, Grant.Action.UNSUBSCRIBE, expires, category);
    var manage = new Grant(externalId, email, Grant.Action.MANAGE, expires, null);
    return new Of(url(leave), url(manage));
  }

  /** The link for a grant. */
  public String url(Grant grant) {
    var path = grant.action() == Grant.Action.MANAGE ? PREFERENCES : UNSUBSCRIBE;
    return publicUrl + path + "?token=" + tokens.sign(grant);
  }
}
