package dev.sojourn.runtime.http;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.contact.Contact;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines of a {@link Why}, for people and for programs. */
final class WhyText {
  private WhyText() {}

  /** One line of text for each, with the contact in front. */
  static String text(Contact contact, List<Why.Line> lines) {
    StringBuilder text = new StringBuilder(contact.key());
    if (contact.email() != null && !contact.email().equals(contact.key())) {
      text.append(" (").append(contact.email()).append(')');
    }
    text.append('\n');
    if (lines.isEmpty()) {
      return text.append("  nothing is known of it\n").toString();
    }
    lines.forEach(line -> text.append("  ").append(text(line)).append('\n'));
    return text.toString();
  }

  private static String text(Why.Line line) {
    StringBuilder text = new StringBuilder();
    text.append(Wire.time(line.at())).append("  ");
    text.append("%-24s  %-9s".formatted(line.about(), line.what().replace('_', ' ')));
    append(text, "  ", line.detail());
    append(text, " until ", Wire.time(line.until()));
    append(text, line.detail().isEmpty() ? "  " : ": ", line.reason());
    if (!line.compared().isEmpty()) {
      append(text, ", with ", compared(line.compared()));
    }
    if (line.count() > 1) {
      text.append(", ").append(line.count()).append(" times");
    }
    append(text, "  at ", line.place());
    return text.toString();
  }

  private static void append(StringBuilder text, String before, @Nullable String what) {
    if (what != null && !what.isEmpty()) {
      text.append(before).append(what);
    }
  }

  private static String compared(Map<String, @Nullable Object> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + Json.write(value.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** The lines as objects. */
  static JsonArray json(List<Why.Line> lines) {
    JsonArray array = new JsonArray();
    for (Why.Line line : lines) {
      array.add(
          new JsonObject()
              .put("at", Wire.time(line.at()))
              .put("about", line.about())
              .put("what", line.what())
              .put("detail", line.detail())
              .put("reason", line.reason())
              .put("compared", Wire.object(line.compared()))
              .put("count", line.count())
              .put("until", Wire.time(line.until()))
              .put("place", line.place()));
    }
    return array;
  }
}
