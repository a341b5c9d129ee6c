package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods the routes of one event loop take, by path. */
final class Methods {
  private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z]+");

  private final Map<String, Path> byPath = new LinkedHashMap<>();

  private record Path(Pattern pattern, TreeSet<String> methods) {}

  /** Notes a route. */
  void note(HttpMethod method, String path) {
    byPath
        .computeIfAbsent(path, text -> new Path(pattern(text), new TreeSet<>()))
        .methods()
        .add(method.name());
  }

  /** The methods that an address takes, as the header {@code Allow} has them. */
  String of(String path) {
    var methods = new TreeSet<String>();
    for (var one : byPath.values()) {
      if (one.pattern().matcher(path).matches()) {
        methods.addAll(one.methods());
      }
    }
    return String.join(", ", methods);
  }

  private static Pattern pattern(String path) {
    return Pattern.compile("\\Q" + PARAMETER.matcher(path).replaceAll("\\\\E[^/]+\\\\Q") + "\\E");
  }
}
