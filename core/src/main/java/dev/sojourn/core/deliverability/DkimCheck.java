package dev.sojourn.core.deliverability;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** The public key with which receivers check a mail's signature. */
final class DkimCheck {
  /** RFC 8301: signers use at least 1024 bits, and should use 2048. */
  private static final int LEAST_BITS = 1024;

  private static final int GOOD_BITS = 2048;

  private DkimCheck() {}

  static Finding of(String domain, String selector, List<String> texts) {
    var about = "DKIM " + selector;
    var at = "'" + selector + "._domainkey." + domain + "'";
    var keys =
        texts.stream().map(Tags::of).filter(tags -> tags.containsKey("p")).toList();
    if (keys.isEmpty()) {
      return Finding.error(about, at + " has no key; add the record that the provider shows");
    }
    if (keys.size() > 1) {
      return Finding.error(about, at + " has " + keys.size() + " keys; keep one");
    }
    var tags = keys.get(0);
    var key = Objects.requireNonNull(tags.get("p")).replaceAll("\\s", "");
    if (key.isEmpty()) {
      return Finding.error(about, "the key at " + at + " is revoked: its 'p' is empty");
    }
    if (!tags.getOrDefault("k", "rsa").equals("rsa")) {
      return Finding.ok(about, at + " has a key of kind '" + tags.get("k") + "'");
    }
    var bits = bits(key);
    if (bits.isEmpty()) {
      return Finding.error(about, "the key at " + at + " cannot be read; copy the record again");
    }
    return sized(about, at, bits.getAsInt());
  }

  private static Finding sized(String about, String at, int bits) {
    if (bits < LEAST_BITS) {
      return Finding.error(
          about, "the key at " + at + " has " + bits + " bits; receivers want " + LEAST_BITS);
    }
    return bits < GOOD_BITS
        ? Finding.warning(
            about, "the key at " + at + " has " + bits + " bits; use one of " + GOOD_BITS)
        : Finding.ok(about, at + " has a key of " + bits + " bits");
  }

  private static OptionalInt bits(String key) {
    try {
      var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(key));
      return KeyFactory.getInstance("RSA").generatePublic(spec) instanceof RSAPublicKey rsa
          ? OptionalInt.of(rsa.getModulus().bitLength())
          : OptionalInt.empty();
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      return OptionalInt.empty();
    }
  }
}
