package dev.sojourn.dsl.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a version: what it is made of, not how its file ends its lines. */
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

  /**
   * The source with Unix line ends, without a byte order mark and without white space at its end.
   * White space at the end of a line stays: in a text over several lines it means something.
   */
  static String normalised(String source) {
    return withoutMark(source).replace("\r\n", "\n").stripTrailing();
  }

  /** The source without a byte order mark. */
  static String withoutMark(String source) {
    return source.startsWith("\uFEFF") ? source.substring(1) : source;
  }
}
