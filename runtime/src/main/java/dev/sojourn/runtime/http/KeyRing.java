package dev.sojourn.runtime.http;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All keys in force, as read from the database at one moment. */
final class KeyRing {
  /** A key and the hash of its text. */
  static final class Entry {
    private final byte[] hash;
    private final ApiKey key;

    Entry(byte[] hash, ApiKey key) {
      this.hash = hash;
      this.key = key;
    }
  }

  private final Map<Integer, Entry[]> byHashStart = new HashMap<>();
  private final int size;

  KeyRing(List<Entry> entries) {
    for (Entry entry : entries) {
      byHashStart.merge(start(entry.hash), new Entry[] {entry}, KeyRing::joined);
    }
    size = entries.size();
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The key with this hash; takes the same time wherever two hashes differ after the start. */
  @Nullable ApiKey find(byte[] hash) {
    Entry[] sharing = byHashStart.get(start(hash));
    if (sharing == null) {
      return null;
    }
    for (Entry entry : sharing) {
      if (MessageDigest.isEqual(entry.hash, hash)) {
        return entry.key;
      }
    }
    return null;
  }

  private static int start(byte[] hash) {
    return (hash[0] & 0xff) << 24
        | (hash[1] & 0xff) << 16
        | (hash[2] & 0xff) << 8
        | (hash[3] & 0xff);
  }

  private static Entry[] joined(Entry[] some, Entry[] more) {
    Entry[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
