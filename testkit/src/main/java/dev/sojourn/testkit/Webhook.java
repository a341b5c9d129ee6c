package dev.sojourn.testkit;

import dev.sojourn.core.source.Hook;
import dev.sojourn.core.source.Reading;
import dev.sojourn.dsl.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source made of a webhook: an event, and whose it is.
 *
 * @param contact the address, or the user id where there is none
 */
record Webhook(
    String event,
    String contact,
    Map<String, @Nullable Object> properties,
    Map<String, @Nullable Object> contactProperties) {
  /**
   * The event of a body, whoever sent it; empty if it does not matter.
   *
   * @throws IllegalArgumentException if the source does not expect such a body, or names nobody
   */
  static Optional<Webhook> of(String id, SourceFile source, String body) {
    var reading = Reading.of(body, source.expected());
    if (reading instanceof Reading.Unfit unfit) {
      throw new IllegalArgumentException(
          "source '" + id + "' does not expect this body: " + unfit.details());
    }
    var hook = new Hook(Map.of(), body.getBytes(StandardCharsets.UTF_8));
    var event = source.event(((Reading.Fit) reading).payload(), hook);
    if (event == null) {
      return Optional.empty();
    }
    var user = event.fields().get("userId");
    var email = event.fields().getOrDefault("email", user);
    if (email == null) {
      throw new IllegalArgumentException(
          "source '"
              + id
              + "' names nobody in event '"
              + event.name()
              + "'; expected userId or email");
    }
    var contact = properties(event.fields().get("contactProperties"));
    if (user != null) {
      contact.put("id", user);
    }
    return Optional.of(
        new Webhook(
            event.name(),
            email.toString(),
            properties(event.fields().get("eventProperties")),
            contact));
  }

  private static Map<String, @Nullable Object> properties(@Nullable Object fields) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    if (fields instanceof Map<?, ?> map) {
      map.forEach((name, value) -> properties.put(String.valueOf(name), value));
    }
    return properties;
  }
}
