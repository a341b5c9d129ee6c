package dev.sojourn.runtime.outbound;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is stored of secrets, with AES-256-GCM under a key derived from the installation's
 * secret. Without one they are stored as they are, and a prefix says so. Safe for all threads.
 */
final class Vault {
  private static final String PLAIN = "plain:";
  private static final String SEALED = "gcm1:";
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final List<SecretKeySpec> keys;
  private final SecureRandom random = new SecureRandom();

  /**
   * A vault.
   *
   * @param secrets what keys are derived from: the first seals, each opens
   */
  Vault(List<String> secrets) {
    keys = secrets.stream().map(Vault::key).toList();
  }

  /** What may be stored of a text. */
  String seal(String text) {
    if (keys.isEmpty()) {
      return PLAIN + text;
    }
    var iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, keys.get(0), iv);
      var sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      var all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
      return SEALED + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES with GCM", e);
    }
  }

  /**
   * The text that was sealed.
   *
   * @throws IllegalStateException if it was sealed with another secret
   */
  String open(String stored) {
    if (stored.startsWith(PLAIN)) {
      return stored.substring(PLAIN.length());
    }
    var all = Base64.getDecoder().decode(stored.substring(SEALED.length()));
    for (var key : keys) {
      var text = opened(key, all);
      if (text != null) {
        return text;
      }
    }
    throw new IllegalStateException(
        "a secret was sealed under another AUTH_SECRET; put that one into"
            + " UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS, or make the endpoint anew");
  }

  /** Null if the key is another one. */
  private static @Nullable String opened(SecretKeySpec key, byte[] all) {
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, IV_BYTES));
      var text = cipher.doFinal(all, IV_BYTES, all.length - IV_BYTES);
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException another) {
      return null;
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] iv)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    return cipher;
  }

  private static SecretKeySpec key(String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var derived = mac.doFinal("sojourn secrets of endpoints".getBytes(StandardCharsets.UTF_8));
      return new SecretKeySpec(derived, "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
