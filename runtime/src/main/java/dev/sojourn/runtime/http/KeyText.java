package dev.sojourn.runtime.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** The text of a secret key: {@code sk_} and 32 random bytes in base64url. */
final class KeyText {
  private static final String SECRET = "sk_";
  private static final int RANDOM_BYTES = 32;

  private KeyText() {}

  static String random(RandomGenerator randomness) {
    byte[] bytes = new byte[RANDOM_BYTES];
    randomness.nextBytes(bytes);
    return SECRET + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** SHA-256 over the whole text. */
  static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
