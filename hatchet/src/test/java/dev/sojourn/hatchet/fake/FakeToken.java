package dev.sojourn.hatchet.fake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A token with the claims of a real one and a signature that nobody checks. The first addresses are
 * kept for good.
 */
final class FakeToken {
  private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"fake\"}";

  private static final String SCHEME = "Bearer ";

  private volatile String text = "";

  void at(String serverUrl, String hostPort) {
    if (!text.isEmpty()) {
      return;
    }
    String claims =
        Json.object()
            .put("aud", serverUrl)
            .put("exp", 4_102_444_800L)
            .put("grpc_broadcast_address", hostPort)
            .put("iat", 1_700_000_000L)
            .put("iss", serverUrl)
            .put("server_url", serverUrl)
            .put("sub", Actions.TENANT)
            .put("token_id", "5d9c1a52-2f3b-4b5e-9d57-1d0f6f9b6c11")
            .toString();
    text = encoded(HEADER) + "." + encoded(claims) + "." + encoded("no signature");
  }

  String text() {
    return text;
  }

  /** Whether the header is a bearer's, in any case, with this token. */
  boolean isCarriedBy(@Nullable String header) {
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && header.substring(SCHEME.length()).equals(text);
  }

  private static String encoded(String part) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(part.getBytes(StandardCharsets.UTF_8));
  }
}
