package dev.sojourn.runtime.email;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes as they are stored: one that says what they are, then the others, deflated. */
final class Deflated {
  /** Its 256 KiB outside the heap take longer to get than a mail to deflate. */
  private static final ThreadLocal<Deflater> DEFLATER =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED));

  private Deflated() {}

  static Buffer of(int format, byte[] plain) {
    var deflater = DEFLATER.get();
    deflater.reset();
    deflater.setInput(plain);
    deflater.finish();
    var packed = new byte[plain.length / 2 + 64];
    packed[0] = (byte) format;
    var size = 1;
    while (!deflater.finished()) {
      size += deflater.deflate(packed, size, packed.length - size);
      packed = size == packed.length ? Arrays.copyOf(packed, size * 2) : packed;
    }
    return Buffer.buffer(size).appendBytes(packed, 0, size);
  }

  /** What the first of the stored bytes hold of the others; as much as they give. */
  static byte[] beginning(byte[] stored) {
    var inflater = new Inflater();
    try {
      inflater.setInput(stored, 1, stored.length - 1);
      var plain = new ByteArrayOutputStream(stored.length * 4);
      var chunk = new byte[8192];
      for (var read = inflater.inflate(chunk); read > 0; read = inflater.inflate(chunk)) {
        plain.write(chunk, 0, read);
      }
      return plain.toByteArray();
    } catch (DataFormatException broken) {
      throw new IllegalStateException("a stored mail cannot be inflated", broken);
    } finally {
      inflater.end();
    }
  }

  static byte[] inflated(byte[] stored) {
    var inflater = new Inflater();
    try {
      inflater.setInput(stored, 1, stored.length - 1);
      var plain = new ByteArrayOutputStream(stored.length * 4);
      var chunk = new byte[8192];
      while (!inflater.finished()) {
        var read = inflater.inflate(chunk);
        if (read == 0 && !inflater.finished()) {
          throw new IllegalStateException("a stored mail is cut off");
        }
        plain.write(chunk, 0, read);
      }
      return plain.toByteArray();
    } catch (DataFormatException broken) {
      throw new IllegalStateException("a stored mail cannot be inflated", broken);
    } finally {
      inflater.end();
    }
  }
}
