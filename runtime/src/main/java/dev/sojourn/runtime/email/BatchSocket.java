package dev.sojourn.runtime.email;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A TCP connection on which several writes can go out as one, instead of a packet each. */
final class BatchSocket extends Socket {
  /** So much is held back at most. */
  private static final int MOST = 1 << 16;

  private final ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
  private @Nullable OutputStream batched;
  private boolean holding;

  /** Keeps back what is written from now on. */
  void hold() {
    holding = true;
  }

  /** Lets the next write take with it what was kept back. */
  void release() {
    holding = false;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    var stream = batched;
    if (stream == null) {
      stream = new Batched(super.getOutputStream());
      batched = stream;
    }
    return stream;
  }

  private final class Batched extends OutputStream {
    private final OutputStream plain;

    Batched(OutputStream plain) {
      this.plain = plain;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (!holding && held.size() == 0) {
        plain.write(bytes, from, count);
        return;
      }
      held.write(bytes, from, count);
      if (!holding || held.size() > MOST) {
        held.writeTo(plain);
        held.reset();
      }
    }

    @Override
    public void close() throws IOException {
      BatchSocket.this.close();
    }
  }
}
