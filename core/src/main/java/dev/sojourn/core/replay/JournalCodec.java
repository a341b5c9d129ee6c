package dev.sojourn.core.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The entries of one segment as compact JSON text and back. A label that the script holds as a
 * literal is written as its number in the definition's {@code labels}. Every format ever written is
 * read.
 */
public final class JournalCodec {
  /** The number of the format that is written. */
  public static final int FORMAT = 1;

  private JournalCodec() {}

  /** Whether this program reads journals of this format; one it does not is newer than it. */
  public static boolean understands(int format) {
    return format >= 1 && format <= FORMAT;
  }

  /**
   * The text of a segment, in {@link #FORMAT}.
   *
   * @param labels those of the definition that the run is pinned to
   */
  public static String encode(List<Entry> segment, List<String> labels) {
    var writer = new EntryWriter(labels);
    return Json.text(out -> writer.write(out, segment));
  }

  /**
   * The entries of a segment.
   *
   * @param labels those of the definition that the segment was written with
   * @throws IllegalArgumentException if the format is newer than this program, or the text is none
   *     of it
   */
  public static List<Entry> decode(int format, String text, List<String> labels) {
    if (!understands(format)) {
      throw new IllegalArgumentException(
          "a journal has format "
              + format
              + "; this release reads up to "
              + FORMAT
              + ", a newer one must take it");
    }
    try (var in = Json.parser(text)) {
      return new EntryReader(labels, in).readAll();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a journal is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
