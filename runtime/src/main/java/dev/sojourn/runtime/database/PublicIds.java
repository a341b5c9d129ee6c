package dev.sojourn.runtime.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The public faces of ids: UUIDs of version 7 that hold the id, and 52 bits of a keyed hash of it,
 * so that nobody can guess another one. Nothing wide is stored. Safe for all threads.
 *
 * <p>Layout: 48 bits of Unix milliseconds, version, 12 bits of sequence, variant, 10 bits of node,
 * 52 bits of HMAC-SHA256 with the installation's key.
 */
public final class PublicIds {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long HASH_MASK = (1L << 52) - 1;
  private static final long EPOCH_MS = Ids.instantOf(0).toEpochMilli();

  private final Mac keyed;

  /** The faces under an installation's key. */
  public static PublicIds of(String key) {
    return new PublicIds(key);
  }

  PublicIds(String key) {
    try {
      keyed = Mac.getInstance("HmacSHA256");
      keyed.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  /** The face of an id, in lower case. */
  public String face(long id) {
    return uuid(id).toString();
  }

  /** The id behind a face; empty for anything that is not a face this installation gave out. */
  public OptionalLong id(String face) {
    if (face.length() != 36) {
      return OptionalLong.empty();
    }
    UUID uuid;
    try {
      uuid = UUID.fromString(face);
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
    long high = uuid.getMostSignificantBits();
    long node = (uuid.getLeastSignificantBits() >>> 52) & 0x3FF;
    long id = (((high >>> 16) - EPOCH_MS) << 22) | (node << 12) | (high & 0xFFF);
    UUID genuine = uuid(id);
    long difference =
        (genuine.getMostSignificantBits() ^ high)
            | (genuine.getLeastSignificantBits() ^ uuid.getLeastSignificantBits());
    boolean same = difference == 0 && face.toLowerCase(Locale.ROOT).equals(uuid.toString());
    return same ? OptionalLong.of(id) : OptionalLong.empty();
  }

  private UUID uuid(long id) {
    long ms = (id >>> 22) + EPOCH_MS;
    long node = (id >>> 12) & 0x3FF;
    return new UUID(
        (ms << 16) | VERSION_7 | (id & 0xFFF), VARIANT | (node << 52) | (hash(id) & HASH_MASK));
  }

  private long hash(long id) {
    try {
      Mac mac = (Mac) keyed.clone();
      return ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putLong(id).array())).getLong();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's HmacSHA256 cannot be copied", e);
    }
  }
}
