package dev.sojourn.dsl.source;

import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.util.Map;

/** The words inside {@code transform}. */
public interface TransformScope {
  /**
   * The event that the webhook is.
   *
   * @param options whom it is about, at least one of {@code userId} and {@code email}; {@code
   *     timestamp} as ISO 8601 text, or a number of seconds or milliseconds since 1970
   */
  SourceEvent event(
      @NamedParams({
            @NamedParam(value = "userId", type = CharSequence.class),
            @NamedParam(value = "email", type = CharSequence.class),
            @NamedParam(value = "anonymousId", type = CharSequence.class),
            @NamedParam(value = "eventProperties", type = Map.class),
            @NamedParam(value = "contactProperties", type = Map.class),
            @NamedParam(value = "idempotencyKey", type = CharSequence.class),
            @NamedParam(value = "timestamp", type = Object.class)
          })
          Map<String, ?> options,
      CharSequence name);
}
