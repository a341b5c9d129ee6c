package dev.sojourn.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proofs that a browser speaks for a user: the HMAC-SHA256 of the user's id under the operator's
 * identity secret, in hexadecimal. The operator's own server makes them. Safe for all threads.
 */
public final class UserTokens {
  private final Optional<Hmac> key;

  /** The proofs under a secret; without one nothing proves anything. */
  public UserTokens(Optional<String> secret) {
    this.key = secret.map(Hmac::new);
  }

  /** Whether there is a secret. */
  public boolean areThere() {
    return key.isPresent();
  }

  /** The token of a user's id; empty without a secret. */
  public Optional<String> sign(String userId) {
    return key.map(one -> HexFormat.of().formatHex(one.of(userId)));
  }

  /** Whether this is the token of the user; takes the same time wherever it differs. */
  public boolean prove(String userId, @Nullable String token) {
    byte[] given =
        (token == null ? "" : token).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    byte[] made = sign(userId).orElse("").getBytes(StandardCharsets.UTF_8);
    return made.length > 0 && MessageDigest.isEqual(made, given);
  }
}
