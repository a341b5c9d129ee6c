package dev.sojourn.hatchet;

import org.jspecify.annotations.Nullable;

/**
 * How the connection to the engine is protected. REST is apart from it and follows the scheme of
 * its URL.
 *
 * @param strategy whether to speak TLS, default {@code TLS}
 * @param certificate the client's certificate chain as PEM, for {@code MTLS} only
 * @param key the client's private key as PEM (PKCS #8), for {@code MTLS} only, a secret
 * @param rootCa trusted certificates as PEM; null for those of the JDK
 * @param serverName name that the engine's certificate must carry; null for the host of the address
 * @param minVersion oldest version spoken, {@code 1.2} or {@code 1.3} (default)
 */
public record TlsConfig(
    Strategy strategy,
    @Nullable String certificate,
    @Nullable String key,
    @Nullable String rootCa,
    @Nullable String serverName,
    String minVersion) {

  /** Plaintext, TLS, or TLS with a certificate of the client. */
  public enum Strategy {
    /** HTTP/2 in the clear; for an engine with {@code SERVER_GRPC_INSECURE=true}. */
    NONE,
    /** TLS, the engine shows its certificate. */
    TLS,
    /** TLS, both sides show their certificates. */
    MTLS
  }

  /** HTTP/2 in the clear. */
  public static TlsConfig none() {
    return new TlsConfig(Strategy.NONE, null, null, null, null, "1.3");
  }

  /** TLS with the certificates that the JDK trusts. */
  public static TlsConfig tls() {
    return new TlsConfig(Strategy.TLS, null, null, null, null, "1.3");
  }

  @Override
  public String toString() {
    return "TlsConfig[strategy=%s, serverName=%s, minVersion=%s]"
        .formatted(strategy, serverName, minVersion);
  }
}
