package dev.sojourn.runtime.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, as {@code
 * postgresql://user:password@host:port/name?sslmode=…&host=/socket/directory} says it.
 *
 * @param host the TCP host
 * @param port the TCP port; also the number in the name of the unix socket
 * @param name the database
 * @param user the role that logs in
 * @param password its password, if it needs one
 * @param sslMode {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code
 *     verify-full}
 * @param socketDirectory the directory of the unix socket, which is preferred to TCP
 */
public record DatabaseUrl(
    String host,
    int port,
    String name,
    String user,
    Optional<String> password,
    String sslMode,
    Optional<String> socketDirectory) {
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /**
   * The address in a text.
   *
   * @throws IllegalArgumentException saying what is wrong, without the text, which holds a password
   */
  public static DatabaseUrl parse(String text) {
    URI uri = uri(text);
    if (uri.getScheme() == null
        || !Set.of("postgresql", "postgres").contains(uri.getScheme())
        || uri.getRawAuthority() == null) {
      throw new IllegalArgumentException(
          "is not of the form postgresql://user:password@host:port/database");
    }
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String login = at < 0 ? "" : authority.substring(0, at);
    HostPort address = HostPort.parse(authority.substring(at + 1));
    int colon = login.indexOf(':');
    String user = decode(colon < 0 ? login : login.substring(0, colon));
    Optional<String> password =
        colon < 0 ? Optional.empty() : Optional.of(decode(login.substring(colon + 1)));
    String path = uri.getPath();
    String database = path == null || path.length() < 2 ? user : path.substring(1);
    if (user.isEmpty()) {
      throw new IllegalArgumentException("names no user before the '@'");
    }
    String sslMode = queried(uri, "sslmode").orElse("prefer");
    if (!SSL_MODES.contains(sslMode)) {
      throw new IllegalArgumentException(
          "has sslmode '" + sslMode + "', which is not one of " + String.join(", ", sorted()));
    }
    return new DatabaseUrl(
        address.host, address.port, database, user, password, sslMode, queried(uri, "host"));
  }

  /** The same server and role, another database. */
  public DatabaseUrl withName(String other) {
    return new DatabaseUrl(host, port, other, user, password, sslMode, socketDirectory);
  }

  /** The address as the text that {@link #parse} reads, with the password in it. */
  public String text() {
    StringBuilder text = new StringBuilder("postgresql://").append(encode(user));
    password.ifPresent(secret -> text.append(':').append(encode(secret)));
    text.append('@').append(bracketed()).append(':').append(port).append('/').append(encode(name));
    text.append("?sslmode=").append(sslMode);
    socketDirectory.ifPresent(directory -> text.append("&host=").append(encode(directory)));
    return text.toString();
  }

  /** The address for JDBC, which knows TCP alone; role and password travel beside it. */
  public String jdbc() {
    return "jdbc:postgresql://"
        + bracketed()
        + ":"
        + port
        + "/"
        + encode(name)
        + "?sslmode="
        + sslMode;
  }

  /** The address without its password. */
  @Override
  public String toString() {
    return "postgresql://" + user + "@" + bracketed() + ":" + port + "/" + name;
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "is not a URL: "
              + e.getReason()
              + " at character "
              + (e.getIndex() + 1)
              + "; percent-encode special characters of a password",
          null);
    }
  }

  private static Optional<String> queried(URI uri, String key) {
    for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
      if (pair.startsWith(key + "=")) {
        return Optional.of(decode(pair.substring(key.length() + 1)));
      }
    }
    return Optional.empty();
  }

  private static List<String> sorted() {
    List<String> modes = new ArrayList<>(SSL_MODES);
    modes.sort(null);
    return modes;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private record HostPort(String host, int port) {
    static HostPort parse(String text) {
      int colon = text.indexOf(':', text.lastIndexOf(']') + 1);
      String host = colon < 0 ? text : text.substring(0, colon);
      String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      return new HostPort(
          plain.isEmpty() ? "localhost" : plain,
          port(colon < 0 ? null : text.substring(colon + 1)));
    }

    private static int port(@Nullable String digits) {
      if (digits == null || digits.isEmpty()) {
        return 5432;
      }
      if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
        throw new IllegalArgumentException(
            "has a port that is not 1 to 65535; percent-encode special characters of a password");
      }
      return Integer.parseInt(digits);
    }
  }
}
