package dev.sojourn.runtime.outside;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;

/** Where somebody's program may be asked. */
public enum Reach {
  /** Over TLS, at addresses of the public internet. */
  PUBLIC,
  /** There and, also without TLS, on this machine. */
  PUBLIC_OR_HERE,
  /** At any address, also without TLS. */
  ANYWHERE;

  /**
   * The parts of a URL that decide where it leads, checked as far as they can be without asking
   * what its host is called.
   *
   * @throws IllegalArgumentException if nothing can be asked there
   */
  static URI checked(URI url) {
    var known = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (url.getHost() == null || url.getRawUserInfo() != null || !known) {
      throw new IllegalArgumentException(
          "'" + shown(url) + "' is not of the form https://host/path");
    }
    return url;
  }

  /**
   * The address that a connection goes to.
   *
   * @param all what the URL's host is called
   * @throws IllegalArgumentException if one of them may not be asked
   */
  SocketAddress of(URI url, InetAddress... all) {
    var secure = "https".equals(url.getScheme());
    for (var address : all) {
      if (!allows(secure, address)) {
        throw new IllegalArgumentException(
            "'" + shown(url) + "' may not be asked: it needs https and a public address");
      }
    }
    var usual = secure ? 443 : 80;
    return SocketAddress.inetSocketAddress(
        url.getPort() < 0 ? usual : url.getPort(), all[0].getHostAddress());
  }

  private boolean allows(boolean secure, InetAddress address) {
    return switch (this) {
      case ANYWHERE -> true;
      case PUBLIC_OR_HERE ->
          address.isLoopbackAddress() || (secure && PublicAddress.isOne(address));
      case PUBLIC -> secure && PublicAddress.isOne(address);
    };
  }

  /** Without what may be secret. */
  private static String shown(URI url) {
    return url.getScheme() + "://" + url.getHost();
  }
}
