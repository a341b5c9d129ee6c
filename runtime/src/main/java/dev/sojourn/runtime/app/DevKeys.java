package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of a development home, made once and kept in its {@code dev.env}, which shells and the
 * command line read.
 *
 * @param data may send events
 * @param admin may do everything
 * @param auth signs the links in mails
 */
record DevKeys(String data, String admin, String auth) {
  private static final String URL = "SOJOURN_URL=";
  private static final String DATA = "SOJOURN_DATA_KEY=";
  private static final String AUTH = "AUTH_SECRET=";
  private static final String ADMIN = "SOJOURN_ADMIN_KEY=";
  private static final String DATABASE = "SOJOURN_DATABASE_URL=";

  /** The keys of the home; new ones if it has none. */
  static DevKeys of(Path home) throws IOException {
    Path file = file(home);
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return new DevKeys(
        value(lines, DATA).orElseGet(DevKeys::random),
        value(lines, ADMIN).orElseGet(DevKeys::random),
        value(lines, AUTH).orElseGet(DevKeys::random));
  }

  /** What is kept in a home, by name; empty if nothing is. */
  static Map<String, String> settings(Path home) {
    Map<String, String> settings = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file(home))) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          settings.put(line.substring(0, equals), line.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      return Map.of();
    }
    return settings;
  }

  /** Where the keys of a home are kept. */
  static Path file(Path home) {
    return home.resolve("dev.env");
  }

  /**
   * Keeps the keys, and where all is now, readable for the owner alone.
   *
   * @param database quoted, since shells read much into the text of such a URL
   */
  void write(Path home, String url, DatabaseUrl database) throws IOException {
    Path whole =
        Files.createTempFile(
            home,
            "dev",
            ".env",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        whole,
        List.of(
            URL + url,
            DATA + data,
            ADMIN + admin,
            AUTH + auth,
            DATABASE + "'" + database.text() + "'"));
    Files.move(whole, file(home), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The keys hide themselves. */
  @Override
  public String toString() {
    return "DevKeys[****]";
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static String random() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return "sk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
