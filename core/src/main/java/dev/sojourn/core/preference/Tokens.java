package dev.sojourn.core.preference;

import dev.sojourn.core.identity.Hmac;
import dev.sojourn.core.replay.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns grants into tokens that nobody can make or change without the secret: {@code
 * base64url(JSON) . base64url(HMAC-SHA256(the first part))}, without padding. Safe for all threads.
 */
public final class Tokens {
  private static final int LONGEST = 4096;
  private static final int LONGEST_TEXT = 1024;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final List<Hmac> keys = new ArrayList<>();

  /**
   * Tokens of an installation.
   *
   * @param secret signs
   * @param previous secrets of before, whose tokens are still good
   */
  public Tokens(String secret, List<String> previous) {
    Stream.concat(Stream.of(secret), previous.stream()).map(Hmac::new).forEach(keys::add);
  }

  /** The token of a grant; the same for the same grant. */
  public String sign(Grant grant) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("externalId", grant.externalId());
    fields.put("email", grant.email());
    fields.put("action", grant.action().wire());
    fields.put("exp", grant.expires().getEpochSecond());
    if (grant.category() != null) {
      fields.put("category", grant.category());
    }
    var payload = ENCODER.encodeToString(Json.bytes(fields));
    return payload + "." + signature(payload, keys.get(0));
  }

  /** The grant in a token; empty if it is none of ours, was changed, or is over. */
  public Optional<Grant> read(@Nullable String token, Instant now) {
    var dot = token == null ? -1 : token.indexOf('.');
    if (token == null || dot < 1 || token.length() > LONGEST) {
      return Optional.empty();
    }
    var payload = token.substring(0, dot);
    var given = token.substring(dot + 1);
    return isOurs(payload, given)
        ? grant(payload).filter(one -> one.expires().isAfter(now))
        : Optional.empty();
  }

  /** Compares with every key, whichever fits, in a time that tells nothing about them. */
  private boolean isOurs(String payload, String given) {
    var bytes = given.getBytes(StandardCharsets.UTF_8);
    var ours = false;
    for (var key : keys) {
      var made = signature(payload, key).getBytes(StandardCharsets.UTF_8);
      ours |= MessageDigest.isEqual(made, bytes);
    }
    return ours;
  }

  private static Optional<Grant> grant(String payload) {
    try {
      var json = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
      return Json.read(json) instanceof Map<?, ?> fields ? grant(fields) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Grant> grant(Map<?, ?> fields) {
    var action =
        Stream.of(Grant.Action.values())
            .filter(one -> one.wire().equals(fields.get("action")))
            .findFirst();
    var category = fields.get("category");
    if (action.isEmpty()
        || !(fields.get("exp") instanceof Number exp)
        || !isText(fields.get("externalId"))
        || !isText(fields.get("email"))
        || (category != null && !isText(category))) {
      return Optional.empty();
    }
    return Optional.of(
        new Grant(
            String.valueOf(fields.get("externalId")),
            String.valueOf(fields.get("email")),
            action.get(),
            Instant.ofEpochSecond(exp.longValue()),
            category == null ? null : category.toString()));
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String text
        && text.length() <= LONGEST_TEXT
        && text.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String signature(String payload, Hmac key) {
    return ENCODER.encodeToString(key.of(payload));
  }

  /** The secrets hide themselves. */
  @Override
  public String toString() {
    return "Tokens[****]";
  }
}
