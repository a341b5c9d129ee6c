package dev.sojourn.runtime.database;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The public faces of ids: UUIDs of version 7 that hold the id, and 52 bits of a keyed hash of it,
 * so that nobody can guess another one. Nothing wide is stored. Safe for all threads.
 *
 * <p>Layout: 48 bits of Unix milliseconds, version, 12 bits of sequence, variant, 10 bits of node,
 * 52 bits of SipHash-2-4 under the installation's key (Aumasson and Bernstein, 2012; a keyed hash
 * for short inputs, since each event needs one).
 */
public final class PublicIds {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long HASH_MASK = (1L << 52) - 1;
  private static final long EPOCH_MS = Ids.instantOf(0).toEpochMilli();

  private final HashFunction keyed;

  /** The faces under an installation's key. */
  public static PublicIds of(String key) {
    return new PublicIds(key);
  }

  PublicIds(String key) {
    byte[] digest = Hashing.sha256().hashString(key, StandardCharsets.UTF_8).asBytes();
    ByteBuffer halves = ByteBuffer.wrap(digest);
    keyed = Hashing.sipHash24(halves.getLong(), halves.getLong());
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
    return keyed.hashLong(id).asLong();
  }
}
