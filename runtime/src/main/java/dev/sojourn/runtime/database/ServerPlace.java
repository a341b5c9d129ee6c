package dev.sojourn.runtime.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the server of a home keeps its files. In the home, unless root has the home where the
 * server's account cannot reach it, such as below a private directory; then elsewhere, and the home
 * holds a file that says where.
 *
 * @param directory programs, data and log
 * @param sockets the directory of the unix socket, whose path must be short
 */
record ServerPlace(Path directory, Path sockets) {
  /** The longest path of a unix socket is 107 bytes; its file is named {@code .s.PGSQL.65535}. */
  private static final int LONGEST = 107 - "/.s.PGSQL.65535".length();

  private static final String POINTER = "postgres.location";

  static ServerPlace of(Path home, ServerAccount account) {
    Path real = home.toAbsolutePath().normalize();
    try {
      Path directory = directory(real, account);
      return new ServerPlace(directory, sockets(directory, real));
    } catch (IOException e) {
      throw new EmbeddedFailed(
          "the embedded PostgreSQL finds no place for its files: " + e.getMessage(), e);
    }
  }

  Path data() {
    return directory.resolve("data");
  }

  Path log() {
    return directory.resolve("postgres.log");
  }

  private static Path directory(Path home, ServerAccount account) throws IOException {
    Path pointer = home.resolve(POINTER);
    if (Files.exists(pointer)) {
      Path elsewhere = Path.of(Files.readString(pointer).strip());
      if (isUsable(elsewhere, account)) {
        return elsewhere;
      }
    }
    String name = hash(home);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    List<Path> candidates =
        List.of(
            home.resolve("postgres"),
            Path.of("/var/lib/sojourn", name),
            temporary.resolve("sojourn-" + name));
    for (Path candidate : candidates) {
      if (isUsable(candidate, account)) {
        if (!candidate.startsWith(home)) {
          empty(candidate);
          Files.writeString(pointer, candidate + "\n");
        }
        return candidate;
      }
    }
    throw new IOException("none of " + candidates + " can be used by the server's account");
  }

  /** What lies there belonged to a home that was deleted, or was never finished. */
  private static void empty(Path elsewhere) throws IOException {
    Orphan.end(elsewhere.resolve("data"));
    try (Stream<Path> left = Files.list(elsewhere)) {
      for (Path one : left.toList()) {
        ServerBinaries.delete(one);
      }
    }
  }

  private static boolean isUsable(Path directory, ServerAccount account) {
    try {
      boolean made = !Files.exists(directory);
      Files.createDirectories(directory);
      int owner = ServerAccount.uidOf(directory);
      boolean ours = made || owner == ServerAccount.ownUid();
      if (ours) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      boolean usable = ours && Files.isWritable(directory) && account.canEnter(directory);
      if (made && !usable) {
        Files.delete(directory);
      }
      return usable;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path sockets(Path directory, Path home) throws IOException {
    Path beside = directory.resolve("socket");
    if (beside.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return beside;
    }
    return Path.of("/tmp", "sojourn-socket-" + hash(home));
  }

  private static String hash(Path home) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(home.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
