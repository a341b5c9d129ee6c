package dev.sojourn.runtime.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The text of a key: {@code sk_}, or {@code pk_} if it is publishable, and 32 random bytes. */
final class KeyText {
  private static final String SECRET = "sk_";
  private static final String PUBLISHABLE = "pk_";
  private static final int PREFIX = 8;
  private static final int RANDOM_BYTES = 32;

  private KeyText() {}

  /** A fresh secret key. */
  static String random(RandomGenerator randomness) {
    return random(SECRET, randomness);
  }

  /** A fresh key for those who hold these scopes. */
  static String random(Set<Scope> scopes, RandomGenerator randomness) {
    return random(scopes.contains(Scope.INGEST_PUBLIC) ? PUBLISHABLE : SECRET, randomness);
  }

  /** What is kept of a key, so that people recognise it: its first eight characters. */
  static String prefix(String key) {
    return key.substring(0, Math.min(PREFIX, key.length()));
  }

  private static String random(String prefix, RandomGenerator randomness) {
    byte[] bytes = new byte[RANDOM_BYTES];
    randomness.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
