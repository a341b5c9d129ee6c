package dev.sojourn.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under one secret, made ready once. Safe for all threads. */
public final class Hmac {
  private static final String ALGORITHM = "HmacSHA256";

  /** Copied for each use, which is cheaper than to take in the key again. */
  private final Mac ready;

  /** The codes under a secret, which is not empty. */
  public Hmac(String secret) {
    try {
      ready = Mac.getInstance(ALGORITHM);
      ready.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /** The 32 bytes for a text in UTF-8. */
  public byte[] of(String text) {
    return fresh().doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A code to be fed with bytes, for one use. */
  public Mac fresh() {
    try {
      return (Mac) ready.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's " + ALGORITHM + " cannot be copied", e);
    }
  }

  /** The secret hides itself. */
  @Override
  public String toString() {
    return "Hmac[****]";
  }
}
