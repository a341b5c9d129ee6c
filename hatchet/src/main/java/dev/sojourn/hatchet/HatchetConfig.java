package dev.sojourn.hatchet;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * Where the engine is and how to speak to it.
 *
 * @param token the API token
 * @param address {@code host:port} of the engine's gRPC port
 * @param serverUrl base URL of the REST API
 * @param tenant UUID of the tenant
 * @param namespace prefix of names and event keys
 * @param tls how the gRPC connection is protected
 * @param calls limits of calls
 */
public record HatchetConfig(
    Token token,
    String address,
    URI serverUrl,
    String tenant,
    Namespace namespace,
    TlsConfig tls,
    CallConfig calls) {

  /**
   * The settings of an environment: the {@code HATCHET_CLIENT_…} variables of the official SDKs.
   * Addresses and tenant come from the token unless a variable overrides them.
   *
   * @throws HatchetException of kind SETTING that names every wrong setting, one a line
   */
  public static HatchetConfig from(Map<String, String> env) {
    return new Settings(env).config();
  }

  /** What keeps these settings from working at an instant: an expired token. Empty if nothing. */
  public String complaint(Instant now) {
    return token.isExpired(now)
        ? "HATCHET_CLIENT_TOKEN expired at "
            + token.expires()
            + "; mint a new one with 'hatchet-admin token create'"
        : "";
  }

  /** The same with other limits of calls. */
  public HatchetConfig withCalls(CallConfig other) {
    return new HatchetConfig(token, address, serverUrl, tenant, namespace, tls, other);
  }

  /** The same with another namespace. */
  public HatchetConfig withNamespace(Namespace other) {
    return new HatchetConfig(token, address, serverUrl, tenant, other, tls, calls);
  }
}
