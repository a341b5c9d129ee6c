package dev.sojourn.runtime.config;

import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where mails are handed to SMTP, as {@code smtp://user:password@host:port?starttls=required} or
 * {@code smtps://…} says it. The port is 465 for {@code smtps}, else 587 with a user and 25
 * without.
 *
 * @param tls whether the connection begins with TLS
 * @param starttls whether a plain connection is upgraded: {@code required}, {@code optional} (the
 *     default) or {@code disabled}
 */
public record SmtpUrl(
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    boolean tls,
    StartTLSOptions starttls) {
  private static final Map<String, StartTLSOptions> STARTTLS =
      Map.of(
          "", StartTLSOptions.OPTIONAL,
          "starttls=optional", StartTLSOptions.OPTIONAL,
          "starttls=required", StartTLSOptions.REQUIRED,
          "starttls=disabled", StartTLSOptions.DISABLED);

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
    var starttls = STARTTLS.get(uri.getQuery() == null ? "" : uri.getQuery());
    if (starttls == null) {
      throw wrong(
          "has something else than starttls=required|optional|disabled after its '?';"
              + " percent-encode special characters of a password");
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
        host, uri.getPort() < 0 ? usual : uri.getPort(), user, password, tls, starttls);
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

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }
}
