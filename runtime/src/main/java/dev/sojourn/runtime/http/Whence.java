package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address of the network that a request comes from.
 *
 * @param ip as text; null if unknown
 */
record Whence(@Nullable String ip) {
  private static final String FORWARDED = "x-forwarded-for";
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  /** Some proxies add the port: {@code 192.0.2.7:51324}, {@code [2001:db8::1]:51324}. */
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([^\\]]*)]|(\\d+(?:\\.\\d+){3}))(?::\\d{1,5})?");

  private static final int GROUPS = 8;
  private static final int NETWORK_GROUPS = 4;

  /**
   * Whence a request comes.
   *
   * @param proxies how many of our own it came through, each of which has added who asked it
   */
  static Whence of(HttpServerRequest request, int proxies) {
    String near = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    if (proxies == 0) {
      return new Whence(near);
    }
    List<String> said =
        request.headers().getAll(FORWARDED).stream()
            .flatMap(line -> Stream.of(line.split(",")))
            .map(one -> bare(one.strip()))
            .toList();
    int place = said.size() - proxies;
    return place >= 0 && ADDRESS.matcher(said.get(place)).matches()
        ? new Whence(said.get(place))
        : new Whence(near);
  }

  /** An address without the port, and without the brackets that part it from that. */
  static String bare(String said) {
    Matcher known = WITH_PORT.matcher(said);
    if (!known.matches()) {
      return said;
    }
    return known.group(1) == null ? known.group(2) : known.group(1);
  }

  /** A number for it, to count by: the same for a whole network of IPv6, which one caller has. */
  long asker() {
    return ByteBuffer.wrap(KeyText.hash(ip == null ? "" : network(ip))).getLong();
  }

  /** The first 64 bits of an address of IPv6; one of IPv4 as it is. */
  static String network(String ip) {
    String plain = ip.toLowerCase(Locale.ROOT).replaceFirst("%.*$", "");
    if (plain.contains(".")) {
      return plain.substring(plain.lastIndexOf(':') + 1);
    }
    if (!plain.contains(":")) {
      return plain;
    }
    String[] around = plain.split("::", 2);
    List<String> groups = new ArrayList<>(groups(around[0]));
    if (around.length == 2) {
      List<String> last = groups(around[1]);
      while (groups.size() + last.size() < GROUPS) {
        groups.add("0");
      }
      groups.addAll(last);
    }
    return String.join(":", groups.subList(0, Math.min(NETWORK_GROUPS, groups.size())));
  }

  private static List<String> groups(String text) {
    return Stream.of(text.split(":"))
        .filter(group -> !group.isEmpty())
        .map(group -> group.replaceFirst("^0+(?=.)", ""))
        .toList();
  }
}
