package dev.sojourn.runtime.config;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a mail service is asked over HTTP, and the key to it.
 *
 * @param url its address, without a slash at the end
 * @param key a secret
 */
public record MailAccount(URI url, String key) {
  private static final Pattern KEY = Pattern.compile("[!-~]{1,1000}");
  private static final Pattern HERE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  /** The address of a path of the service, such as {@code /emails}. */
  public URI at(String path) {
    return URI.create(url + path);
  }

  /** The address alone. */
  @Override
  public String toString() {
    return "MailAccount[" + url + "]";
  }

  /** An address that keys may be sent to: over TLS, or on this machine. */
  static URI url(String text) {
    URI uri;
    try {
      uri = URI.create(text.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a URL", e);
    }
    var host = uri.getHost();
    var secure = "https".equals(uri.getScheme());
    var here = host != null && HERE.matcher(host).matches() && "http".equals(uri.getScheme());
    if (host == null
        || !(secure || here)
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "is not of the form https://host/path; http alone is for this machine");
    }
    return uri;
  }

  static String key(String text) {
    if (KEY.matcher(text).matches()) {
      return text;
    }
    throw new IllegalArgumentException("has a space or another character that no key has");
  }
}
