package dev.sojourn.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-256 over it, and what it was made with. To make
 * or compare one takes a good part of a second of computing, which is its purpose. Source: RFC
 * 8018; the number of rounds is that of OWASP's Password Storage Cheat Sheet of 2023.
 *
 * @param rounds how often it was hashed
 * @param salt 16 random bytes, in Base64
 * @param key the 32 bytes that came of it, in Base64
 */
public record PasswordHash(int rounds, String salt, String key) {
  /** The fewest characters of a password. */
  public static final int SHORTEST = 8;

  /** The most characters of a password. */
  public static final int LONGEST = 128;

  /** How often a password is hashed that is set now. */
  public static final int ROUNDS = 600_000;

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final String NAME = "pbkdf2-sha256";
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;

  /** Whether a text may be a password. */
  public static boolean isFit(String password) {
    return password.length() >= SHORTEST && password.length() <= LONGEST;
  }

  /** The hash of a password, with a new salt. */
  public static PasswordHash of(String password, int rounds, RandomGenerator randomness) {
    byte[] salt = random(SALT_BYTES, randomness);
    return new PasswordHash(rounds, base64(salt), base64(derived(password, salt, rounds)));
  }

  /** The hash of no password, which costs as much to compare with as that of any. */
  public static PasswordHash ofNone(int rounds, RandomGenerator randomness) {
    return new PasswordHash(
        rounds, base64(random(SALT_BYTES, randomness)), base64(random(KEY_BYTES, randomness)));
  }

  /**
   * The hash that {@link #text} wrote.
   *
   * @throws IllegalArgumentException if this is none
   */
  public static PasswordHash read(String text) {
    String[] parts = text.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals(NAME) || !parts[1].matches("\\d{1,9}")) {
      throw new IllegalArgumentException("the stored hash of a password is in a form unknown here");
    }
    return new PasswordHash(Integer.parseInt(parts[1]), parts[2], parts[3]);
  }

  /** As it is stored: {@code pbkdf2-sha256$600000$<salt>$<key>}. */
  public String text() {
    return NAME + "$" + rounds + "$" + salt + "$" + key;
  }

  /** Whether it is that of this password; takes the same time wherever they differ. */
  public boolean matches(String password) {
    byte[] derived = derived(password, Base64.getDecoder().decode(salt), rounds);
    return MessageDigest.isEqual(derived, Base64.getDecoder().decode(key));
  }

  /** The hash hides itself. */
  @Override
  public String toString() {
    return "PasswordHash[" + NAME + ", rounds=" + rounds + "]";
  }

  /** The same text may be typed in several forms of Unicode; NFKC makes them one. */
  private static byte[] derived(String password, byte[] salt, int rounds) {
    char[] typed = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
    PBEKeySpec asked = new PBEKeySpec(typed, salt, rounds, KEY_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(asked).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
    } finally {
      asked.clearPassword();
    }
  }

  private static byte[] random(int length, RandomGenerator randomness) {
    byte[] bytes = new byte[length];
    randomness.nextBytes(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
  }
}
