package dev.sojourn.core.tracking;

import dev.sojourn.core.identity.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Links as they travel in a mail: the whole of it in one word, signed, so that only what this
 * installation wrote is followed. Safe for all threads.
 *
 * <p>Layout, in base64url without padding: format 1, send 8, number 2, signature 16, then in UTF-8
 * the URL and, if there is an event, its name, names and values of its props, each after a NUL. The
 * signature is HMAC-SHA256 cut to 128 bits, as RFC 2104 section 5 allows: not less than half of it.
 */
public final class LinkTokens {
  /** A link whose word is longer stays as it is: some programs break longer URLs. */
  static final int LONGEST = 1_900;

  private static final byte FORMAT = 1;
  private static final int SIGNED_HEAD = 1 + 8 + 2;
  private static final int SIGNATURE = 16;
  private static final String SEPARATOR = "\0";

  private final Hmac hmac;

  /** The links under an installation's secret. */
  public LinkTokens(String secret) {
    hmac = new Hmac(secret);
  }

  /** A link, and the send whose mail it stands in. */
  public record Signed(long sendId, Link link) {}

  /** The word for a link; empty if it would be too long. */
  public Optional<String> write(long sendId, Link link) {
    var parts = new ArrayList<String>();
    parts.add(link.url());
    if (link.event() != null) {
      parts.add(link.event());
      link.props().forEach((name, value) -> parts.addAll(Arrays.asList(name, value)));
    }
    var text = String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(SIGNED_HEAD + SIGNATURE + text.length);
    bytes.put(FORMAT).putLong(sendId).putShort((short) link.number());
    bytes.put(new byte[SIGNATURE]).put(text);
    bytes.put(SIGNED_HEAD, signature(bytes.array()));
    var word = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    return word.length() > LONGEST ? Optional.empty() : Optional.of(word);
  }

  /** The link of a word; empty for anything that this installation did not write. */
  public Optional<Signed> read(String word) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(word);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length < SIGNED_HEAD + SIGNATURE || bytes[0] != FORMAT) {
      return Optional.empty();
    }
    var given = Arrays.copyOfRange(bytes, SIGNED_HEAD, SIGNED_HEAD + SIGNATURE);
    return MessageDigest.isEqual(given, signature(bytes))
        ? Optional.of(signed(bytes))
        : Optional.empty();
  }

  private static Signed signed(byte[] bytes) {
    var head = ByteBuffer.wrap(bytes, 1, SIGNED_HEAD - 1);
    var sendId = head.getLong();
    var number = Short.toUnsignedInt(head.getShort());
    var start = SIGNED_HEAD + SIGNATURE;
    var text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    var parts = text.split(SEPARATOR, -1);
    var props = new TreeMap<String, String>();
    for (var i = 2; i + 1 < parts.length; i += 2) {
      props.put(parts[i], parts[i + 1]);
    }
    return new Signed(
        sendId, new Link(number, parts[0], parts.length > 1 ? parts[1] : null, props));
  }

  /** Over all but the place of the signature itself. */
  private byte[] signature(byte[] bytes) {
    var mac = hmac.fresh();
    mac.update(bytes, 0, SIGNED_HEAD);
    mac.update(bytes, SIGNED_HEAD + SIGNATURE, bytes.length - SIGNED_HEAD - SIGNATURE);
    return Arrays.copyOf(mac.doFinal(), SIGNATURE);
  }
}
