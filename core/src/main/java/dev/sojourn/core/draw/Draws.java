package dev.sojourn.core.draw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Deals people out to groups by a hash, so that the same person always falls into the same one.
 * Source: reference contract, sections 2.3 and 2.6.
 */
public final class Draws {
  private static final int BUCKETS = 10_000;

  private Draws() {}

  /** The bucket of a contact in a test of a journey, 0 to 9 999. */
  public static int variant(String journeyId, String key, String contact) {
    return bucket("variant:" + journeyId + ":" + key + ":" + contact);
  }

  /** The bucket of a contact for the holdout of a journey, 0 to 9 999. */
  public static int holdout(String salt, String journeyId, String contact) {
    return bucket(salt + ":" + journeyId + ":" + contact);
  }

  /** Which of some arms of equal size a bucket falls into, from 0. */
  public static int arm(int bucket, int arms) {
    for (var i = 0; i + 1 < arms; i++) {
      if (bucket < Math.round((i + 1) * (double) BUCKETS / arms)) {
        return i;
      }
    }
    return arms - 1;
  }

  private static int bucket(String text) {
    var hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return (int) (Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt()) % BUCKETS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
