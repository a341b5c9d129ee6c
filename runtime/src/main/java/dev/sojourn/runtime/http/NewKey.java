package dev.sojourn.runtime.http;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param name what people call it
 * @param scopes what it allows; publishing stands alone
 * @param allowedOrigins of the pages that may use it, as {@code https://shop.example.com}; some if
 *     and only if it is publishable
 * @param createdBy the key that asked for it, or null
 * @param expiresAt from when on it is refused, or null
 */
record NewKey(
    String name,
    Set<Scope> scopes,
    List<String> allowedOrigins,
    @Nullable String createdBy,
    @Nullable Instant expiresAt) {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:.]+](:[0-9]{1,5})?");

  NewKey {
    scopes = Set.copyOf(scopes);
    allowedOrigins = List.copyOf(allowedOrigins);
    if (scopes.isEmpty()) {
      throw Refusal.badRequest("scopes is empty; a key without any allows nothing");
    }
    boolean publishable = scopes.contains(Scope.INGEST_PUBLIC);
    if (publishable && scopes.size() > 1) {
      throw Refusal.badRequest("scopes: 'ingest-public' stands alone, since everybody can read it");
    }
    if (publishable == allowedOrigins.isEmpty()) {
      throw Refusal.badRequest(
          publishable
              ? "allowedOrigins is missing; a publishable key names the origins that may use it"
              : "allowedOrigins is for keys with the scope 'ingest-public' alone");
    }
    for (String origin : allowedOrigins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw Refusal.badRequest(
            "allowedOrigins: '%s' is not of the form https://shop.example.com".formatted(origin));
      }
    }
  }

  /** A secret key that lasts. */
  static NewKey of(String name, Set<Scope> scopes) {
    return new NewKey(name, scopes, List.of(), null, null);
  }
}
