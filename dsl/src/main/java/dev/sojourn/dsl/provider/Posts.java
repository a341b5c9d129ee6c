package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.provider.RequestScope.MailRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes requests of what files say with {@code post}. */
final class Posts {
  private static final Set<String> OPTIONS = Set.of("headers", "json", "form");

  private Posts() {}

  static MailRequest of(Map<String, ?> options, String url) {
    for (var name : options.keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException("post has no option '" + name + "'");
      }
    }
    var json = options.get("json") instanceof Map<?, ?> map ? fields(map) : null;
    var form = options.get("form") instanceof Map<?, ?> map ? texts(map) : null;
    if ((json == null) == (form == null)) {
      throw new IllegalArgumentException("post takes json: or form:, one of them");
    }
    var headers =
        options.get("headers") instanceof Map<?, ?> map ? texts(map) : Map.<String, String>of();
    return new MailRequest(url, headers, json, form);
  }

  /** Without those that are null. */
  private static Map<String, @Nullable Object> fields(Map<?, ?> map) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    map.forEach(
        (name, value) -> {
          if (value != null) {
            fields.put(String.valueOf(name), value);
          }
        });
    return fields;
  }

  private static Map<String, String> texts(Map<?, ?> map) {
    var texts = new LinkedHashMap<String, String>();
    map.forEach(
        (name, value) -> {
          if (value != null) {
            texts.put(String.valueOf(name), value.toString());
          }
        });
    return texts;
  }
}
