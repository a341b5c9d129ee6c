package dev.sojourn.dsl.source;

import dev.sojourn.dsl.source.Proof.Algorithm;
import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file has said about its source so far. */
final class SourceDraft implements SourceScope {
  private static final String SIGNATURE = "x-signature";

  final List<Proof> proofs = new ArrayList<>();
  final List<Expected> expected = new ArrayList<>();
  @Nullable Closure<SourceEvent> transform;

  @Override
  public void svix(String secret) {
    proofs.add(new Proof.Svix(named(secret)));
  }

  @Override
  public void stripe(String secret) {
    proofs.add(new Proof.Stripe(named(secret)));
  }

  @Override
  public void hmac(String secret) {
    hmac(Map.of(), secret);
  }

  @Override
  public void hmac(Map<String, ?> options, String secret) {
    known("hmac", options, Set.of("header", "algorithm", "prefix"));
    var algorithm = text(options, "algorithm", "sha256");
    if (!Set.of("sha1", "sha256").contains(algorithm)) {
      throw new IllegalArgumentException("algorithm '" + algorithm + "' is not sha256 or sha1");
    }
    proofs.add(
        new Proof.Hmac(
            named(secret),
            text(options, "header", SIGNATURE),
            Algorithm.valueOf(algorithm.toUpperCase(Locale.ROOT)),
            text(options, "prefix", "")));
  }

  @Override
  public void match(String secret) {
    proofs.add(new Proof.Match(named(secret), null));
  }

  @Override
  public void match(Map<String, ?> options, String secret) {
    known("match", options, Set.of("header"));
    proofs.add(new Proof.Match(named(secret), text(options, "header", "authorization")));
  }

  @Override
  public void expects(Map<String, String> fields) {
    fields.forEach((path, said) -> expected.add(Expected.of(path, said)));
  }

  @Override
  public void transform(Closure<SourceEvent> transform) {
    this.transform = transform;
  }

  private static String named(String secret) {
    if (!secret.matches("[A-Z][A-Z0-9_]{0,99}")) {
      throw new IllegalArgumentException(
          "'" + secret + "' is not the name of a setting; a secret never stands in the file");
    }
    return secret;
  }

  private static void known(String word, Map<String, ?> options, Set<String> names) {
    for (var name : options.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(word + " has no option '" + name + "'");
      }
    }
  }

  private static String text(Map<String, ?> options, String name, String otherwise) {
    var value = options.get(name);
    return value == null ? otherwise : value.toString();
  }
}
