package dev.sojourn.runtime.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Random texts that prove something to whoever shows them. */
final class Secrets {
  private static final int TOKEN_BYTES = 32;
  private static final int PASSWORD_BYTES = 18;
  private static final int LONGEST = 100;

  private final SecureRandom randomness = new SecureRandom();

  /** A token: 43 characters that may stand in an address. */
  String token() {
    return random(TOKEN_BYTES);
  }

  /** A password that nobody chose: 24 characters. */
  String password() {
    return random(PASSWORD_BYTES);
  }

  /** What is kept of a token: SHA-256 over it, which suffices for what is random. */
  static byte[] hash(String token) {
    try {
      String bounded = token.length() > LONGEST ? "" : token;
      return MessageDigest.getInstance("SHA-256").digest(bounded.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private String random(int bytes) {
    byte[] secret = new byte[bytes];
    randomness.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
