package dev.sojourn.dsl.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a version: what it means, not how it is laid out. */
final class SourceHash {
  private SourceHash() {}

  /** 64 lower-case hex digits over the language level and the normalised source. */
  static String of(int level, String source) {
    try {
      byte[] text = (level + "\n" + normalised(source)).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The source as it counts: no byte order mark, Unix line ends, and only what it means. */
  static String normalised(String source) {
    return Meaning.of(withoutMark(source).replace("\r\n", "\n"));
  }

  /** The source without a byte order mark. */
  static String withoutMark(String source) {
    return source.startsWith("\uFEFF") ? source.substring(1) : source;
  }
}
