package dev.sojourn.runtime.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a form sent, as {@code application/x-www-form-urlencoded} or, as mail programs do for one
 * click, as {@code multipart/form-data}.
 */
record Form(Map<String, List<String>> fields) {
  private static final int MOST_FIELDS = 500;
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";,\\s]{1,70})\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile("[;\\s]name=\"([^\"\\r\\n]{1,100})\"", Pattern.CASE_INSENSITIVE);

  /** The fields of a body; {@link Refusal} 400 if it cannot be read. */
  static Form of(@Nullable String contentType, String body) {
    String type = contentType == null ? "" : contentType;
    return type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        ? parts(type, body)
        : pairs(body);
  }

  /** The first value of a field, or null. */
  @Nullable String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** All values of a field. */
  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  private static Form pairs(String body) {
    Form form = new Form(new HashMap<>());
    String[] pairs = body.strip().split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw Refusal.badRequest("the form has more than " + MOST_FIELDS + " fields");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static Form parts(String type, String body) {
    Form form = new Form(new HashMap<>());
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.find()) {
      throw Refusal.badRequest("the form names no boundary of its parts");
    }
    String[] parts = body.split(Pattern.quote("--" + boundary.group(1)), MOST_FIELDS + 1);
    for (String part : parts) {
      int head = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(head < 0 ? "" : part.substring(0, head));
      if (name.find()) {
        String value = part.substring(head + 4);
        form.add(
            name.group(1),
            value.endsWith("\r\n") ? value.substring(0, value.length() - 2) : value);
      }
    }
    return form;
  }

  private void add(String name, String value) {
    fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("the form is not well encoded: " + e.getMessage());
    }
  }
}
