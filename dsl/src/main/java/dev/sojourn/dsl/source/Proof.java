package dev.sojourn.dsl.source;

import org.jspecify.annotations.Nullable;

/** One way in which a sender proves who it is. */
public sealed interface Proof {
  /** The setting that holds the secret, of which there may be several, parted by spaces. */
  String secret();

  /** Standard Webhooks, with the headers {@code svix-…} or {@code webhook-…}. */
  record Svix(String secret) implements Proof {}

  /** The header {@code Stripe-Signature}. */
  record Stripe(String secret) implements Proof {}

  /**
   * A keyed hash of the body, in hexadecimal.
   *
   * @param header where it stands
   * @param algorithm how it is made
   * @param prefix what stands before it, such as {@code sha256=}; may be empty
   */
  record Hmac(String secret, String header, Algorithm algorithm, String prefix) implements Proof {}

  /**
   * The secret itself.
   *
   * @param header where it stands; null for {@code Authorization: Bearer}
   */
  record Match(String secret, @Nullable String header) implements Proof {}

  /** How a keyed hash is made. */
  enum Algorithm {
    SHA1("HmacSHA1"),
    SHA256("HmacSHA256");

    private final String platform;

    Algorithm(String platform) {
      this.platform = platform;
    }

    /** Its name on the Java platform. */
    public String platform() {
      return platform;
    }
  }
}
