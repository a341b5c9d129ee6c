package dev.sojourn.runtime.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The key under which a sender may repeat an event without effect, for ever.
 *
 * @param hash the first 128 bits of SHA-256 over the key's text
 */
public record EventKey(int tenant, UUID hash) {
  /** The key of a text. */
  public static EventKey of(int tenant, String text) {
    var digest = ByteBuffer.wrap(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    return new EventKey(tenant, new UUID(digest.getLong(), digest.getLong()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
