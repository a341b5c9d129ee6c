package dev.sojourn.runtime.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of the embedded server, unpacked once to a directory that then never changes. */
final class ServerBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private ServerBinaries() {}

  /** The directory with {@code bin}, unpacked below the given one if it is not there. */
  static Path in(Path directory, ServerAccount account) {
    requirePlatform();
    try {
      Path ready = directory.resolve("server-" + checksum());
      if (isComplete(ready)) {
        return ready;
      }
      Path unpacking = Files.createTempDirectory(directory, "unpacking-");
      unpack(unpacking);
      Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
      account.own(unpacking);
      settle(unpacking, ready);
      return ready;
    } catch (IOException e) {
      throw new EmbeddedFailed(
          "the embedded PostgreSQL cannot be unpacked to '" + directory + "': " + e.getMessage(),
          e);
    }
  }

  /** Deletes a directory and what is in it. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Tells one version of the packed programs from another; it is in the directory's name. */
  private static String checksum() throws IOException {
    URL archive = ServerBinaries.class.getResource(ARCHIVE);
    if (archive != null && archive.openConnection() instanceof JarURLConnection packed) {
      return Long.toHexString(packed.getJarEntry().getCrc());
    }
    throw new IOException("the archive '" + ARCHIVE + "' is in no jar of the class path");
  }

  private static boolean isComplete(Path directory) {
    return Files.isExecutable(directory.resolve("bin/postgres"));
  }

  /** Of two processes that unpack at once the first one's stays, since it may run already. */
  private static void settle(Path unpacked, Path ready) throws IOException {
    try {
      if (!isComplete(ready)) {
        delete(ready);
        Files.move(unpacked, ready, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (FileSystemException other) {
      if (!isComplete(ready)) {
        throw other;
      }
    } finally {
      delete(unpacked);
    }
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream packed = ServerBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (packed == null) {
        throw new IOException("the archive '" + ARCHIVE + "' is not among the resources");
      }
      TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, 1 << 16)));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(target, entry, tar);
      }
    }
  }

  private static void write(Path target, TarArchiveEntry entry, InputStream content)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("'" + entry.getName() + "' leads out of the archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      boolean runs = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void requirePlatform() {
    String system = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
    if (!system.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)")) {
      throw new EmbeddedFailed(
          "there is no embedded PostgreSQL for '" + system + "'; set DATABASE_URL to a server");
    }
  }
}
