package dev.sojourn.runtime.outside;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.provider.RequestScope.MailRequest;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's program is asked.
 *
 * @param method such as {@code POST}
 * @param reach where it may be, checked when the connection is made; null for wherever the URL
 *     leads, which an operator has set then
 * @param headers by name, the content type among them
 */
public record Ask(
    String method, URI url, @Nullable Reach reach, Map<String, String> headers, Buffer body) {
  private static final Set<String> OURS =
      Set.of("host", "content-type", "content-length", "transfer-encoding", "connection");

  /**
   * What a file of an operator asks.
   *
   * @throws IllegalArgumentException if it cannot be asked so
   */
  public static Ask of(MailRequest request, Reach reach) {
    for (var name : request.headers().keySet()) {
      if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "header '" + name + "' is written by the request itself");
      }
    }
    var json = request.json();
    var form = request.form();
    return post(
        URI.create(request.url()),
        reach,
        request.headers(),
        json == null ? "application/x-www-form-urlencoded" : "application/json",
        json == null ? form(form == null ? Map.of() : form) : Json.write(json));
  }

  /** A POST of a text. */
  public static Ask post(
      URI url,
      @Nullable Reach reach,
      Map<String, String> headers,
      String contentType,
      String body) {
    var all = new LinkedHashMap<>(headers);
    all.put("Content-Type", contentType);
    return new Ask("POST", url, reach, all, Buffer.buffer(body));
  }

  /** A POST of a JSON value to where an operator's settings lead. */
  public static Ask post(URI url, Map<String, String> headers, Object json) {
    var all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    return new Ask("POST", url, null, all, Buffer.buffer(Json.bytes(json)));
  }

  /** A GET of what an operator's settings lead to. */
  public static Ask get(URI url, Map<String, String> headers) {
    return new Ask("GET", url, null, headers, Buffer.buffer());
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
