package dev.sojourn.hatchet;

import dev.sojourn.hatchet.HatchetException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An API token of an engine: a JWT, of which the client reads the claims and checks nothing, since
 * only the engine has the keys. It names one tenant and the addresses the engine had when it was
 * minted.
 *
 * @param text the token as sent, a secret
 * @param tenant UUID of the tenant, claim {@code sub}; null if the claim is missing
 * @param serverUrl base URL of the REST API, claim {@code server_url}; null if missing
 * @param grpcAddress {@code host:port} of the engine, claim {@code grpc_broadcast_address}; null if
 *     missing
 * @param expires when the engine stops accepting it, claim {@code exp}; null for never
 */
public record Token(
    String text,
    @Nullable String tenant,
    @Nullable String serverUrl,
    @Nullable String grpcAddress,
    @Nullable Instant expires) {

  /**
   * Reads the claims of a token.
   *
   * @throws HatchetException of kind SETTING if the text is no JWT
   */
  public static Token parse(String text) {
    var parts = text.strip().split("\\.", -1);
    if (parts.length != 3) {
      throw malformed("has " + parts.length + " parts, not the three of a JWT");
    }
    var claims = claims(parts[1]);
    return new Token(
        text.strip(),
        claim(claims, "sub"),
        claim(claims, "server_url"),
        claim(claims, "grpc_broadcast_address"),
        claims.get("exp") instanceof Number seconds
            ? Instant.ofEpochSecond(seconds.longValue())
            : null);
  }

  private static Map<String, @Nullable Object> claims(String part) {
    try {
      var bytes = Base64.getUrlDecoder().decode(part);
      return new Json(new String(bytes, StandardCharsets.UTF_8)).asMap();
    } catch (IllegalArgumentException e) {
      throw malformed("has claims that are not the JSON of a JWT");
    }
  }

  private static @Nullable String claim(Map<String, @Nullable Object> claims, String name) {
    return claims.get(name) instanceof String value && !value.isBlank() ? value : null;
  }

  private static HatchetException malformed(String what) {
    return new HatchetException(
        Kind.SETTING,
        "HATCHET_CLIENT_TOKEN "
            + what
            + "; take the whole line that 'hatchet-admin token create' prints");
  }

  /** Whether the engine refuses it at this instant because of its age. */
  public boolean isExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  @Override
  public String toString() {
    return "Token[tenant=" + tenant + ", grpcAddress=" + grpcAddress + ", expires=" + expires + "]";
  }
}
