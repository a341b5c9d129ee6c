package dev.sojourn.core.source;

import dev.sojourn.core.report.Signatures;
import dev.sojourn.dsl.source.Proof;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a webhook comes from who it says.
 *
 * @param secrets the value of a setting, or empty; several secrets are parted by spaces
 * @param trusting whether a source whose shared secret is not set takes whatever comes, as outside
 *     production; a signature is always asked for
 */
public record Proving(Function<String, Optional<String>> secrets, boolean trusting) {
  private static final String BEARER = "Bearer ";
  private static final String SVIX = "whsec_";

  /** Whether one of these ways proves it now. */
  public boolean isProved(List<Proof> proofs, Hook hook, Instant now) {
    var isProved = false;
    for (var proof : proofs) {
      isProved |= isProved(proof, hook, now);
    }
    return isProved;
  }

  private boolean isProved(Proof proof, Hook hook, Instant now) {
    var known = secrets.apply(proof.secret()).map(text -> List.of(text.split("\\s+")));
    if (proof instanceof Proof.Match match) {
      return known.isEmpty() ? trusting : Signatures.isSecret(known.get(), shown(match, hook));
    }
    if (known.isEmpty()) {
      return false;
    }
    if (proof instanceof Proof.Svix) {
      return Signatures.isSigned(
          known.get().stream().filter(Proving::isSvix).toList(),
          hook.svix("id"),
          hook.svix("timestamp"),
          hook.svix("signature"),
          hook.body(),
          now);
    }
    if (proof instanceof Proof.Stripe) {
      return Signatures.isStripeSigned(
          known.get(), hook.said("stripe-signature"), hook.body(), now);
    }
    if (proof instanceof Proof.Hmac hmac) {
      var said = hook.said(hmac.header());
      return said.startsWith(hmac.prefix())
          && Signatures.isHash(
              known.get(),
              hmac.algorithm().platform(),
              said.substring(hmac.prefix().length()),
              hook.body());
    }
    throw new AssertionError(proof);
  }

  private static String shown(Proof.Match match, Hook hook) {
    var header = match.header();
    if (header != null) {
      return hook.said(header);
    }
    var said = hook.said("authorization");
    return said.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? said.substring(BEARER.length()).strip()
        : "";
  }

  private static boolean isSvix(String secret) {
    try {
      return secret.startsWith(SVIX)
          && Base64.getDecoder().decode(secret.substring(SVIX.length())).length > 0;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
