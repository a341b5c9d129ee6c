package dev.sojourn.runtime.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where mails are handed to SMTP, as {@code smtp://user:password@host:port?starttls=required} or
 * {@code smtps://…} says it. The port is 465 for {@code smtps}, else 587 with a user and 25
 * without.
 *
 * @param tls whether the connection begins with TLS
 * @param starttls whether a plain connection is upgraded
 * @param terms what else stands after the {@code ?}
 */
public record SmtpUrl(
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    boolean tls,
    StartTls starttls,
    Terms terms) {
  /** Whether a connection that begins in plain text is upgraded to TLS. */
  public enum StartTls {
    /** If the server offers it; the default. */
    OPTIONAL,
    /** Always: a server that does not offer it gets no mail. */
    REQUIRED,
    /** Never. */
    DISABLED;

    private static @Nullable StartTls of(String text) {
      return Stream.of(values())
          .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * How the server is spoken to.
   *
   * @param auth the only ways to log in, such as {@code CRAM-MD5}; empty for any that both know
   * @param timeout how long the server may say nothing, at least a second; default 60 s
   * @param name what we call ourselves, or null for this machine's name
   * @param ca a PEM file with the certificates to trust, or null for those of the JVM
   */
  public record Terms(
      List<String> auth, Duration timeout, @Nullable String name, @Nullable Path ca) {
    /** What holds when nothing is said. */
    public static final Terms NONE = new Terms(List.of(), Duration.ofSeconds(60), null, null);
  }

  private static final Set<String> NAMES = Set.of("starttls", "auth", "timeout", "name", "ca");

  /**
   * The address in a text.
   *
   * @throws IllegalArgumentException saying what is wrong, without the text, which holds a password
   */
  public static SmtpUrl parse(String text) {
    var uri = uri(text);
    var tls = "smtps".equals(uri.getScheme());
    var host = uri.getHost();
    if (host == null || (!tls && !"smtp".equals(uri.getScheme()))) {
      throw wrong("is not of the form smtp://user:password@host:port?starttls=… or smtps://…");
    }
    var asked = options(uri.getRawQuery());
    var starttls = StartTls.of(asked.getOrDefault("starttls", "optional"));
    if (starttls == null) {
      throw wrong("has a starttls that is not one of required, optional, disabled");
    }
    var login = uri.getRawUserInfo();
    var colon = login == null ? -1 : login.indexOf(':');
    if (login != null && colon < 0) {
      throw wrong("names a user without a password");
    }
    var user = login == null ? null : decoded(login.substring(0, colon));
    var password = login == null ? null : decoded(login.substring(colon + 1));
    var usual = tls ? 465 : user == null ? 25 : 587;
    return new SmtpUrl(
        host,
        uri.getPort() < 0 ? usual : uri.getPort(),
        user,
        password,
        tls,
        starttls,
        terms(asked));
  }

  /** The address without its login. */
  @Override
  public String toString() {
    return (tls ? "smtps://" : "smtp://") + host + ":" + port;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException holdsThePassword) {
      throw wrong("is not a URL; percent-encode special characters of a password");
    }
  }

  /** Says nothing of what stands there, which may be a piece of a password. */
  private static Map<String, String> options(@Nullable String query) {
    var options = new HashMap<String, String>();
    if (query != null) {
      for (var option : query.split("&", -1)) {
        var equals = option.indexOf('=');
        var name = equals < 0 ? option : option.substring(0, equals);
        if (equals < 0 || !NAMES.contains(name)) {
          throw wrong(
              "has something else than starttls=, auth=, timeout=, name= or ca= after its '?';"
                  + " percent-encode special characters of a password");
        }
        options.put(name, decoded(option.substring(equals + 1)));
      }
    }
    return options;
  }

  private static Terms terms(Map<String, String> asked) {
    var auth = asked.getOrDefault("auth", "");
    var timeout = asked.getOrDefault("timeout", "60s");
    var name = asked.get("name");
    var ca = asked.get("ca");
    if (!auth.matches("[A-Za-z0-9,-]*")) {
      throw wrong("has an auth that is not a list such as PLAIN,LOGIN");
    }
    if (!timeout.matches("[1-9]\\d{0,3}s")) {
      throw wrong("has a timeout that is not a number of seconds such as 30s");
    }
    if (name != null && !name.matches("[A-Za-z0-9.-]{1,253}")) {
      throw wrong("has a name that is not the name of a host");
    }
    if (ca != null && !Files.isReadable(Path.of(ca))) {
      throw wrong("has a ca that is not a file that can be read");
    }
    return new Terms(
        auth.isEmpty() ? List.of() : List.of(auth.toUpperCase(Locale.ROOT).split(",")),
        Duration.ofSeconds(Long.parseLong(timeout.substring(0, timeout.length() - 1))),
        name,
        ca == null ? null : Path.of(ca));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }
}
