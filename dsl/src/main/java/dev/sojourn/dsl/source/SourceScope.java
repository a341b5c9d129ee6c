package dev.sojourn.dsl.source;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import java.util.Map;

/**
 * The words inside {@code source}. Of several proofs one is enough. A secret is named by its
 * setting, never written here.
 */
public interface SourceScope {
  /** Senders sign as Svix and Standard Webhooks do. */
  void svix(String secret);

  /** Senders sign as Stripe does. */
  void stripe(String secret);

  /** Senders sign with a hexadecimal HMAC-SHA256 of the body in {@code x-signature}. */
  void hmac(String secret);

  /**
   * Senders sign with a hexadecimal HMAC of the body.
   *
   * @param options {@code header}: where it stands, {@code x-signature} when absent; {@code
   *     algorithm}: {@code sha256}, also when absent, or {@code sha1}; {@code prefix}: what stands
   *     before it
   */
  void hmac(
      @NamedParam(value = "header", type = String.class)
          @NamedParam(value = "algorithm", type = String.class)
          @NamedParam(value = "prefix", type = String.class)
          Map<String, ?> options,
      String secret);

  /** Senders show the secret in {@code Authorization: Bearer …}. */
  void match(String secret);

  /**
   * Senders show the secret in a header.
   *
   * @param options {@code header}: which
   */
  void match(
      @NamedParam(value = "header", type = String.class, required = true) Map<String, ?> options,
      String secret);

  /**
   * What a body must hold, by path: {@code text}, {@code number}, {@code flag}, {@code object},
   * {@code list} or {@code any}, with {@code ?} if it may be missing.
   */
  void expects(Map<String, String> fields);

  /** Says which event a webhook is; null for one that does not matter. */
  void transform(
      @DelegatesTo(value = TransformScope.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(
              value = SimpleType.class,
              options = {"dev.sojourn.dsl.source.Payload", "dev.sojourn.dsl.source.HookView"})
          Closure<SourceEvent> transform);
}
