package dev.sojourn.runtime.config;

import dev.sojourn.core.identity.PasswordHash;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of people who run the service and sign in.
 *
 * @param url where their browsers reach it ({@code AUTH_URL} or {@code BETTER_AUTH_URL}, default
 *     {@code API_PUBLIC_URL})
 * @param origins of the pages that may act for who is signed in: those of both, and {@code
 *     AUTH_TRUSTED_ORIGINS} or {@code BETTER_AUTH_TRUSTED_ORIGINS}
 * @param cookiePrefix begins the cookie's name ({@code AUTH_COOKIE_PREFIX}, default {@code
 *     sojourn})
 * @param firstEmail the address of the first operator ({@code STUDIO_ADMIN_EMAIL}), in lower case
 * @param firstPassword the password of the first operator ({@code STUDIO_ADMIN_PASSWORD}); a secret
 * @param perMinute sign-ins and resets of one address of the network ({@code
 *     AUTH_RATE_LIMIT_PER_MINUTE}, default 20; 0 for no limit)
 * @param proxies how many of the operator's own stand before the api ({@code TRUSTED_PROXIES},
 *     default 0)
 */
public record OperatorConfig(
    String url,
    List<String> origins,
    String cookiePrefix,
    Optional<String> firstEmail,
    Optional<String> firstPassword,
    int perMinute,
    int proxies) {
  public OperatorConfig {
    origins = List.copyOf(origins);
  }

  static OperatorConfig from(Settings settings, String publicUrl) {
    String url = settings.parsed("AUTH_URL", ServerConfig::webUrl).orElse(publicUrl);
    List<String> trusted =
        settings.parsed("AUTH_TRUSTED_ORIGINS", OperatorConfig::origins).orElse(List.of());
    return new OperatorConfig(
        url,
        Stream.concat(Stream.of(publicUrl, url), trusted.stream())
            .map(OperatorConfig::origin)
            .distinct()
            .toList(),
        settings.parsed("AUTH_COOKIE_PREFIX", OperatorConfig::cookieName).orElse("sojourn"),
        settings.parsed("STUDIO_ADMIN_EMAIL", EmailConfig::address).map(OperatorConfig::bare),
        settings.parsed("STUDIO_ADMIN_PASSWORD", OperatorConfig::password),
        settings.whole("AUTH_RATE_LIMIT_PER_MINUTE", 20, 0, 100_000_000),
        settings.whole("TRUSTED_PROXIES", 0, 0, 20));
  }

  /** Whether browsers reach it over TLS alone. */
  public boolean isSecure() {
    return url.startsWith("https:");
  }

  /** The settings without address and password. */
  @Override
  public String toString() {
    return "OperatorConfig[url="
        + url
        + ", origins="
        + origins
        + ", cookiePrefix="
        + cookiePrefix
        + ", firstEmail="
        + (firstEmail.isPresent() ? "****" : "-")
        + ", firstPassword="
        + (firstPassword.isPresent() ? "****" : "-")
        + ", perMinute="
        + perMinute
        + ", proxies="
        + proxies
        + "]";
  }

  private static List<String> origins(String text) {
    return Settings.items(text).stream().map(ServerConfig::webUrl).toList();
  }

  /** As browsers write it: in lower case, and without the port that goes without saying. */
  private static String origin(String url) {
    String plain = url.toLowerCase(Locale.ROOT);
    return plain.replaceFirst(plain.startsWith("https:") ? ":443$" : ":80$", "");
  }

  private static String cookieName(String text) {
    if (text.matches("[A-Za-z0-9_-]{1,40}")) {
      return text;
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not 1 to 40 letters, digits, dashes and underscores");
  }

  private static String bare(String address) {
    return address.replaceFirst("^.*<", "").replaceFirst(">$", "").toLowerCase(Locale.ROOT);
  }

  private static String password(String text) {
    if (PasswordHash.isFit(text)) {
      return text;
    }
    throw new IllegalArgumentException(
        "has not " + PasswordHash.SHORTEST + " to " + PasswordHash.LONGEST + " characters");
  }
}
