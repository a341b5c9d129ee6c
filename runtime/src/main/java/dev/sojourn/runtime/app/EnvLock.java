package dev.sojourn.runtime.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second bootstrap of the same checkout away; a process that dies lets go of it. */
record EnvLock(FileChannel channel, FileLock lock) implements AutoCloseable {
  /**
   * The lock of a checkout.
   *
   * @throws NotStarted if another process has it
   */
  static EnvLock take(Path checkout) throws IOException {
    FileChannel channel =
        FileChannel.open(
            checkout.resolve(".env.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new NotStarted(
          "another bootstrap of '" + checkout + "' is under way; wait for its end", null);
    }
    return new EnvLock(channel, lock);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
