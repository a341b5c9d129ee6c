package dev.sojourn.core.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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
    if (!timestamp.matches("\\d{1,12}")
        || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(TOLERANCE)
            > 0) {
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

  private static byte[] signed(String id, String timestamp, byte[] body) {
    var signed = new ByteArrayOutputStream(body.length + 100);
    signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    return signed.toByteArray();
  }

  private static String hmac(String secret, byte[] signed) {
    try {
      var key = Base64.getDecoder().decode(secret.substring(SECRET.length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has HmacSHA256", missing);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
