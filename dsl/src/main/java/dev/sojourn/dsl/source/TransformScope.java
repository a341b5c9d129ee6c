package dev.sojourn.dsl.source;

import groovy.transform.NamedParam;
import java.util.Map;

/** The words inside {@code transform}. */
public interface TransformScope {
  /**
   * The event that the webhook is.
   *
   * @param options {@code userId}: whom it is about, by your own id, this or the next one; {@code
   *     email}: whom it is about, by address; {@code anonymousId}: who it was before that was
   *     known; {@code eventProperties}: what is to be known of it; {@code contactProperties}: what
   *     is to be known of whom it is about; {@code idempotencyKey}: the same for a repeat; {@code
   *     timestamp}: when it happened, as ISO 8601 text or a number of seconds or milliseconds since
   *     1970
   */
  SourceEvent event(
      @NamedParam(value = "userId", type = CharSequence.class)
          @NamedParam(value = "email", type = CharSequence.class)
          @NamedParam(value = "anonymousId", type = CharSequence.class)
          @NamedParam(value = "eventProperties", type = Map.class)
          @NamedParam(value = "contactProperties", type = Map.class)
          @NamedParam(value = "idempotencyKey", type = CharSequence.class)
          @NamedParam(value = "timestamp", type = Object.class)
          Map<String, ?> options,
      CharSequence name);
}
