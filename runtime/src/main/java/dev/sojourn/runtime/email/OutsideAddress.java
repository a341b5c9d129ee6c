package dev.sojourn.runtime.email;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where a scripted provider may be asked: over TLS, at addresses of the public internet.
 *
 * @param here whether this machine may be asked too, also without TLS
 */
record OutsideAddress(boolean here) {
  /**
   * The address behind a URL, which the connection then goes to and to no other. Blocks.
   *
   * @throws IllegalArgumentException if it may not be asked
   * @throws UnknownHostException if its name is not known now
   */
  SocketAddress of(URI url) throws UnknownHostException {
    var host = url.getHost();
    var secure = "https".equals(url.getScheme());
    if (host == null
        || url.getRawUserInfo() != null
        || !(secure || "http".equals(url.getScheme()))) {
      throw new IllegalArgumentException(
          "'" + shown(url) + "' is not of the form https://host/path");
    }
    var all = InetAddress.getAllByName(host);
    for (var address : all) {
      if (!(address.isLoopbackAddress() ? here : secure && isPublic(address))) {
        throw new IllegalArgumentException(
            "'" + shown(url) + "' may not be asked: it needs https and a public address");
      }
    }
    var usual = secure ? 443 : 80;
    return SocketAddress.inetSocketAddress(
        url.getPort() < 0 ? usual : url.getPort(), all[0].getHostAddress());
  }

  private static boolean isPublic(InetAddress address) {
    var bytes = address.getAddress();
    var first = bytes[0] & 0xff;
    var second = bytes[1] & 0xff;
    var internal =
        address instanceof Inet6Address
            ? (first & 0xfe) == 0xfc
            : first == 0 || first >= 240 || (first == 100 && (second & 0xc0) == 64);
    return !(internal
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress());
  }

  /** Without what may be secret. */
  private static String shown(URI url) {
    return url.getScheme() + "://" + url.getHost();
  }
}
