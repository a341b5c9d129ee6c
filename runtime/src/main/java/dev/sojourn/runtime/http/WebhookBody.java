package dev.sojourn.runtime.http;

import dev.sojourn.runtime.outbound.Wish;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a body wants of an endpoint. */
final class WebhookBody {
  private static final Set<String> FIELDS =
      Set.of("url", "description", "eventTypes", "disabled", "kind", "config");

  private WebhookBody() {}

  /** What a body says; {@link Refusal} 400 if it says something that cannot be. */
  static Wish of(Buffer body) {
    JsonObject said = object(body);
    for (String name : said.fieldNames()) {
      if (!FIELDS.contains(name)) {
        throw Refusal.badRequest(
            "'%s' is not one of %s"
                .formatted(name, String.join(", ", FIELDS.stream().sorted().toList())));
      }
    }
    String description = text(said, "description");
    return new Wish(
        text(said, "url"),
        description == null && said.containsKey("description") ? "" : description,
        types(said),
        flag(said),
        text(said, "kind"),
        config(said));
  }

  private static JsonObject object(Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw Refusal.badRequest("the body is not a JSON object");
    }
  }

  private static @Nullable String text(JsonObject said, String name) {
    Object value = said.getValue(name);
    if (value == null) {
      return null;
    }
    return text(name, value);
  }

  private static String text(String name, @Nullable Object value) {
    if (value instanceof String text && text.indexOf('\0') < 0) {
      return text.strip();
    }
    throw Refusal.badRequest(name + ": expected a text");
  }

  private static @Nullable Boolean flag(JsonObject said) {
    Object value = said.getValue("disabled");
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    throw Refusal.badRequest("disabled: expected true or false");
  }

  private static @Nullable List<String> types(JsonObject said) {
    Object value = said.getValue("eventTypes");
    if (value == null) {
      return null;
    }
    if (value instanceof JsonArray array && array.size() <= 100) {
      Set<String> types = new LinkedHashSet<>();
      for (int i = 0; i < array.size(); i++) {
        types.add(text("eventTypes", array.getValue(i)));
      }
      return List.copyOf(types);
    }
    throw Refusal.badRequest("eventTypes: expected a list of event types");
  }

  private static @Nullable Map<String, String> config(JsonObject said) {
    Object value = said.getValue("config");
    if (value == null) {
      return null;
    }
    if (value instanceof JsonObject object) {
      Map<String, String> config = new LinkedHashMap<>();
      for (String name : object.fieldNames()) {
        config.put(name, text("config." + name, object.getValue(name)));
      }
      return config;
    }
    throw Refusal.badRequest("config: expected an object of texts");
  }
}
