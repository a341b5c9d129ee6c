package dev.sojourn.runtime.config;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of the HTTP side.
 *
 * @param port where it listens ({@code PORT}, default 3002; 0 for any)
 * @param publicUrl where people reach it, host and port alone, without a slash at the end ({@code
 *     API_PUBLIC_URL}, default {@code http://localhost:PORT}; production has to say it)
 * @param metricsPort where a worker, which has no API, answers probes and scrapes ({@code
 *     METRICS_PORT}, default nowhere; 0 for any)
 * @param adminKey a bearer key that may do everything ({@code ADMIN_API_KEY}); a secret
 * @param identitySecret signs the tokens by which browsers prove whom they speak for ({@code
 *     IDENTITY_SECRET}, default none, and browsers speak for nobody); a secret
 * @param limits how often a key may ask
 * @param ingestSuspended whether events are turned away, unread ({@code INGEST_SUSPENDED}, default
 *     false)
 */
public record ServerConfig(
    int port,
    String publicUrl,
    OptionalInt metricsPort,
    Optional<String> adminKey,
    Optional<String> identitySecret,
    LimitConfig limits,
    boolean ingestSuspended) {
  private static final int SHORTEST_SECRET = 32;

  static ServerConfig from(Settings settings, boolean mustBePublic) {
    if (mustBePublic && settings.text("API_PUBLIC_URL").isEmpty()) {
      settings.problem("API_PUBLIC_URL", "is not set, and links in mails begin with it");
    }
    int port = settings.whole("PORT", 3002, 0, 65_535);
    String publicUrl =
        settings.parsed("API_PUBLIC_URL", ServerConfig::webUrl).orElse("http://localhost:" + port);
    OptionalInt metricsPort =
        settings.text("METRICS_PORT").isPresent()
            ? OptionalInt.of(settings.whole("METRICS_PORT", 0, 0, 65_535))
            : OptionalInt.empty();
    return new ServerConfig(
        port,
        publicUrl,
        metricsPort,
        settings.text("ADMIN_API_KEY"),
        settings.parsed("IDENTITY_SECRET", ServerConfig::longSecret),
        LimitConfig.from(settings),
        settings.flag("INGEST_SUSPENDED", false));
  }

  private static String longSecret(String text) {
    if (text.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "is shorter than " + SHORTEST_SECRET + " characters, and could be guessed");
    }
    return text;
  }

  /** The settings without the key. */
  @Override
  public String toString() {
    return "ServerConfig[port="
        + port
        + ", publicUrl="
        + publicUrl
        + ", metricsPort="
        + (metricsPort.isPresent() ? metricsPort.getAsInt() : "-")
        + ", adminKey="
        + (adminKey.isPresent() ? "****" : "-")
        + ", identitySecret="
        + (identitySecret.isPresent() ? "****" : "-")
        + ", "
        + limits
        + ", ingestSuspended="
        + ingestSuspended
        + "]";
  }

  /** A URL of scheme, host and port alone, without a slash at the end. */
  static String webUrl(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not a URL", e);
    }
    String bare = text.replaceAll("/+$", "");
    String authority = uri.getScheme() + "://" + uri.getRawAuthority();
    if (uri.getHost() == null
        || uri.getUserInfo() != null
        || !String.valueOf(uri.getScheme()).matches("https?")
        || !bare.equals(authority)) {
      throw new IllegalArgumentException("'" + text + "' is not of the form https://host");
    }
    return bare;
  }
}
