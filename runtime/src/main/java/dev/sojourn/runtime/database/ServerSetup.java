package dev.sojourn.runtime.database;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a home keeps for its server: data, password, port, socket directory. Made once, and kept.
 */
final class ServerSetup {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final ServerPlace place;
  private final ServerAccount account;
  private final Path programs;

  ServerSetup(ServerPlace place, ServerAccount account, Path programs) {
    this.place = place;
    this.account = account;
    this.programs = programs;
  }

  /** Makes the data directory if there is none; one that was half made is made again. */
  void ensureData(boolean durable) {
    if (Files.exists(place.data().resolve("PG_VERSION"))) {
      return;
    }
    Path fresh = place.directory().resolve("data.new");
    Path login = place.directory().resolve("initdb.password");
    try {
      ServerBinaries.delete(fresh);
      Files.createDirectory(fresh, PRIVATE_DIRECTORY);
      account.own(fresh);
      Files.deleteIfExists(login);
      Files.createFile(login, PRIVATE_FILE);
      Files.writeString(login, password() + "\n");
      account.own(login);
      initialise(fresh, login, durable);
      Files.move(fresh, place.data(), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(login);
    } catch (IOException e) {
      throw new EmbeddedFailed(
          "the data directory '" + place.data() + "' cannot be made: " + e.getMessage(), e);
    }
  }

  /** Where the server is to listen. */
  DatabaseUrl address() {
    try {
      ensureSockets();
      return new DatabaseUrl(
          "127.0.0.1",
          port(),
          "sojourn",
          "sojourn",
          Optional.of(password()),
          "disable",
          Optional.of(place.sockets().toString()));
    } catch (IOException e) {
      throw new EmbeddedFailed("the embedded PostgreSQL finds no address: " + e.getMessage(), e);
    }
  }

  private void initialise(Path data, Path login, boolean durable) {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=sojourn",
                "--auth=scram-sha-256",
                // Rounds slow down who guesses words; 192 random bits are not guessed.
                "--set=scram_iterations=1",
                "--pwfile=" + login,
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions"));
    if (!durable) {
      command.add("--no-sync");
    }
    Commands.run(account.command(command), place.directory());
  }

  private String password() throws IOException {
    Path file = place.directory().resolve("password");
    if (!Files.exists(file)) {
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      Path whole = Files.createTempFile(place.directory(), "password", "", PRIVATE_FILE);
      Files.writeString(whole, HexFormat.of().formatHex(secret));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  private int port() throws IOException {
    Path file = place.directory().resolve("port");
    if (Files.exists(file)) {
      String kept = Files.readString(file).strip();
      if (kept.matches("\\d{1,5}") && isFree(Integer.parseInt(kept))) {
        return Integer.parseInt(kept);
      }
    }
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(file, any.getLocalPort() + "\n");
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket taken = new ServerSocket()) {
      taken.setReuseAddress(true);
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private void ensureSockets() throws IOException {
    Path sockets = place.sockets();
    if (!Files.exists(sockets)) {
      Files.createDirectory(sockets, PRIVATE_DIRECTORY);
      account.own(sockets);
    }
    if (ServerAccount.uidOf(sockets) != account.uid()) {
      throw new IOException("'" + sockets + "' belongs to somebody else");
    }
  }
}
