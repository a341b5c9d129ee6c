package dev.sojourn.runtime.outside;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells addresses of the public internet from all others. Source: the IANA registries of special
 * purpose addresses, RFC 6890 and its successors.
 */
final class PublicAddress {
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private PublicAddress() {}

  static boolean isOne(InetAddress address) {
    var bytes = address.getAddress();
    return !(address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress())
        && (address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes));
  }

  private static boolean isPublic4(byte[] bytes) {
    var first = bytes[0] & 0xff;
    var second = bytes[1] & 0xff;
    var third = bytes[2] & 0xff;
    return !(first == 0
        || first >= 240
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 192 && second == 0 && (third == 0 || third == 2))
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && (second & 0xfe) == 18)
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113));
  }

  /** What wraps an address of version 4 leads where that one does. */
  private static boolean isPublic6(byte[] bytes) {
    if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
      return isWrappedPublic(bytes, 12);
    }
    var first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    var second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    if (first == 0x2002) {
      return isWrappedPublic(bytes, 2);
    }
    var global = (first & 0xe000) == 0x2000;
    var special = first == 0x2001 && (second < 0x200 || second == 0xdb8);
    return global && !special;
  }

  private static boolean isWrappedPublic(byte[] bytes, int from) {
    try {
      return isOne(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException never) {
      throw new IllegalStateException("four bytes are an address", never);
    }
  }
}
