package dev.sojourn.core.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves of senders. What is secret is compared in a time that does not depend on where two texts
 * differ.
 */
public final class Signatures {
  /** How far the clock of a sender may be off, either way. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String SECRET = "whsec_";
  private static final String VERSION = "v1,";
  private static final String BASIC = "Basic ";
  private static final String SHA256 = "HmacSHA256";

  private Signatures() {}

  /**
   * Whether a body was signed with one of these secrets, not long ago.
   *
   * <p>Source: Standard Webhooks, <a
   * href="https://www.standardwebhooks.com/">standardwebhooks.com</a>, as Svix speaks it.
   *
   * @param secrets {@code whsec_} and Base64, all that are good now
   * @param id of the delivery
   * @param timestamp in seconds, as the header says it
   * @param signatures the header: {@code v1,} and Base64, several separated by spaces
   */
  public static boolean isSigned(
      List<String> secrets,
      String id,
      String timestamp,
      String signatures,
      byte[] body,
      Instant now) {
    if (!isRecent(timestamp, now)) {
      return false;
    }
    var signed = signed(id, timestamp, body);
    var isGood = false;
    for (var secret : secrets) {
      var expected = hmac(secret, signed);
      for (var candidate : signatures.split(" ", 20)) {
        isGood |=
            candidate.startsWith(VERSION) && same(candidate.substring(VERSION.length()), expected);
      }
    }
    return isGood;
  }

  /**
   * What proves a body of ours, by the same scheme: {@code v1,} and Base64.
   *
   * @param secret {@code whsec_} and Base64
   */
  public static String sign(String secret, String id, Instant at, byte[] body) {
    return VERSION + hmac(secret, signed(id, String.valueOf(at.getEpochSecond()), body));
  }

  /** Whether a header is this login of HTTP Basic. */
  public static boolean isLogin(String header, String user, String password) {
    var login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    var expected = Base64.getEncoder().encodeToString(login);
    return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
        && same(header.substring(BASIC.length()).strip(), expected);
  }

  /**
   * Whether a body was signed as Stripe does, not long ago.
   *
   * <p>Source: <a href="https://docs.stripe.com/webhooks#verify-manually">Stripe, Verify webhook
   * signatures manually</a>.
   *
   * @param header {@code t=<seconds>,v1=<hex>}, of the last maybe several
   */
  public static boolean isStripeSigned(
      List<String> secrets, String header, byte[] body, Instant now) {
    var parts = header.split(",", 50);
    var timestamp =
        Stream.of(parts)
            .map(String::strip)
            .filter(part -> part.startsWith("t="))
            .map(part -> part.substring(2))
            .findFirst()
            .orElse("");
    if (!isRecent(timestamp, now)) {
      return false;
    }
    var signed = joined(timestamp + ".", body);
    var isGood = false;
    for (var secret : secrets) {
      var expected = hex(SHA256, secret, signed);
      for (var part : parts) {
        var candidate = part.strip();
        isGood |= candidate.startsWith("v1=") && same(candidate.substring(3), expected);
      }
    }
    return isGood;
  }

  /**
   * Whether a text is the keyed hash of a body, in hexadecimal of either case.
   *
   * @param algorithm its name on the Java platform, such as {@code HmacSHA256}
   */
  public static boolean isHash(List<String> secrets, String algorithm, String hash, byte[] body) {
    var isGood = false;
    for (var secret : secrets) {
      isGood |= same(hash.toLowerCase(Locale.ROOT), hex(algorithm, secret, body));
    }
    return isGood;
  }

  /** Whether a text is one of these secrets. */
  public static boolean isSecret(List<String> secrets, String given) {
    var isGood = false;
    for (var secret : secrets) {
      isGood |= same(given, secret);
    }
    return isGood;
  }

  private static boolean isRecent(String timestamp, Instant now) {
    return timestamp.matches("\\d{1,12}")
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(TOLERANCE)
            <= 0;
  }

  private static byte[] signed(String id, String timestamp, byte[] body) {
    return joined(id + "." + timestamp + ".", body);
  }

  private static byte[] joined(String before, byte[] body) {
    var joined = new ByteArrayOutputStream(body.length + 100);
    joined.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    joined.writeBytes(body);
    return joined.toByteArray();
  }

  private static String hmac(String secret, byte[] signed) {
    var key = Base64.getDecoder().decode(secret.substring(SECRET.length()));
    return Base64.getEncoder().encodeToString(mac(SHA256, key, signed));
  }

  private static String hex(String algorithm, String secret, byte[] signed) {
    return HexFormat.of()
        .formatHex(mac(algorithm, secret.getBytes(StandardCharsets.UTF_8), signed));
  }

  private static byte[] mac(String algorithm, byte[] key, byte[] signed) {
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has " + algorithm, missing);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
