package dev.sojourn.runtime.http;

import dev.sojourn.runtime.outbound.Wish;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a body wants of an endpoint. */
final class WebhookBody {
  private static final Set<String> FIELDS =
      Set.of("url", "description", "eventTypes", "disabled", "kind", "config");

  private WebhookBody() {}

  /** What a checked body says; {@link Refusal} 400 if it has a field that there is not. */
  static Wish of(JsonObject said) {
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
        said.getBoolean("disabled"),
        text(said, "kind"),
        config(said));
  }

  private static @Nullable String text(JsonObject said, String name) {
    String text = said.getString(name);
    return text == null ? null : text.strip();
  }

  private static @Nullable List<String> types(JsonObject said) {
    JsonArray types = said.getJsonArray("eventTypes");
    return types == null
        ? null
        : types.stream().map(type -> String.valueOf(type).strip()).distinct().toList();
  }

  private static @Nullable Map<String, String> config(JsonObject said) {
    JsonObject config = said.getJsonObject("config");
    if (config == null) {
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    config.forEach(
        one -> texts.put(one.getKey(), one.getValue() == null ? "" : one.getValue().toString()));
    return texts;
  }
}
