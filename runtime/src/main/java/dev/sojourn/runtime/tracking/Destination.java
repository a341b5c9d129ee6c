package dev.sojourn.runtime.tracking;

import java.net.IDN;
import java.nio.charset.StandardCharsets;

/**
 * A URL as a Location header carries it: ASCII, nothing that could end the line. A host of other
 * letters becomes its {@code xn--} form, every other such character its percent-encoded UTF-8.
 */
final class Destination {
  private static final String FORBIDDEN = "\"<>\\^`{|}";

  private Destination() {}

  static String of(String url) {
    var start = url.indexOf("//") + 2;
    var end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(0, start) + host(url.substring(start, end)) + encoded(url.substring(end));
  }

  private static String host(String host) {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return encoded(host);
    }
    try {
      return encoded(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException noDomain) {
      return encoded(host);
    }
  }

  private static String encoded(String text) {
    var encoded = new StringBuilder(text.length() + 16);
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xFF);
      if (c > ' ' && c < 0x7F && FORBIDDEN.indexOf(c) < 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }
}
