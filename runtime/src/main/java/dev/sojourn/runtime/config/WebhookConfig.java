package dev.sojourn.runtime.config;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * How the webhooks of mail providers prove who they are. Without its settings a provider's are
 * refused.
 *
 * @param resendSecret {@code whsec_…}, several by turns while one is changed, separated by spaces
 *     ({@code RESEND_WEBHOOK_SECRET}); a secret
 * @param postmarkUser ({@code POSTMARK_WEBHOOK_USER})
 * @param postmarkPassword ({@code POSTMARK_WEBHOOK_PASS}); a secret
 */
public record WebhookConfig(
    Optional<String> resendSecret,
    Optional<String> postmarkUser,
    Optional<String> postmarkPassword) {
  private static final String SECRET = "whsec_";

  static WebhookConfig from(Settings settings) {
    var user = settings.text("POSTMARK_WEBHOOK_USER");
    var password = settings.text("POSTMARK_WEBHOOK_PASS");
    if (user.isPresent() != password.isPresent()) {
      settings.problem(
          user.isPresent() ? "POSTMARK_WEBHOOK_PASS" : "POSTMARK_WEBHOOK_USER",
          "is not set, though the other half of the login is");
    }
    return new WebhookConfig(
        settings.parsed("RESEND_WEBHOOK_SECRET", WebhookConfig::secrets), user, password);
  }

  /** The secrets that are good now. */
  public List<String> resendSecrets() {
    return resendSecret.map(text -> List.of(text.split("\\s+"))).orElse(List.of());
  }

  private static String secrets(String text) {
    for (var secret : text.split("\\s+")) {
      if (!isSecret(secret)) {
        throw new IllegalArgumentException("is not of the form whsec_ and Base64");
      }
    }
    return text;
  }

  private static boolean isSecret(String text) {
    try {
      return text.startsWith(SECRET)
          && Base64.getDecoder().decode(text.substring(SECRET.length())).length > 0;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** The settings without the secrets. */
  @Override
  public String toString() {
    return "WebhookConfig[resend="
        + resendSecret.isPresent()
        + ", postmark="
        + postmarkUser.isPresent()
        + "]";
  }
}
