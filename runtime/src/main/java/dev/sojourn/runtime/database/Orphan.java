package dev.sojourn.runtime.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of this data directory that outlived the process that started it. */
final class Orphan {
  private static final Logger log = LoggerFactory.getLogger(Orphan.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

  private Orphan() {}

  /**
   * Leaves no server on the data directory. One that lives is stopped; one that was killed and is
   * not reaped yet would keep the next from starting, so that is waited for. A stale
   * postmaster.pid, left by neither, is overwritten by the next server by itself.
   */
  static void end(Path data) {
    Optional<Long> pid = pidIn(data);
    if (pid.isEmpty() || pid.get() == ProcessHandle.current().pid()) {
      return;
    }
    if (isServerOf(pid.get(), data)) {
      log.info("stopping a PostgreSQL (pid {}) that outlived its process", pid.get());
      Commands.succeeds(List.of("sh", "-c", "kill -INT " + pid.get()));
      await(pid.get(), () -> isServerOf(pid.get(), data));
    }
    await(pid.get(), () -> isZombie(pid.get()));
  }

  private static void await(long pid, BooleanSupplier lasts) {
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    while (lasts.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new EmbeddedFailed(
            "a PostgreSQL (pid " + pid + ") of this home does not end; end it and start again");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static Optional<Long> pidIn(Path data) {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid")).stream()
          .findFirst()
          .map(String::strip)
          .filter(line -> line.matches("\\d{1,10}"))
          .map(Long::valueOf);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isServerOf(long pid, Path data) {
    List<String> arguments = List.of(read(Path.of("/proc", "" + pid, "cmdline")).split("\0", -1));
    int flag = arguments.indexOf("-D");
    return flag >= 0
        && flag + 1 < arguments.size()
        && arguments.get(flag + 1).equals(data.toString())
        && arguments.get(0).endsWith("postgres");
  }

  private static boolean isZombie(long pid) {
    String stat = read(Path.of("/proc", "" + pid, "stat"));
    int name = stat.lastIndexOf(')');
    return name >= 0 && stat.startsWith(" Z", name + 1) && stat.contains("(postgres)");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
