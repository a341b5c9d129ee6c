package dev.sojourn.runtime.http;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table of routes as one page for people: needs neither script nor network, and every route has
 * an address of its own in it.
 */
final class DocumentPage {
  private static final Pattern PARAMETER = Pattern.compile(":([A-Za-z]+)");

  private static final Map<String, String> GROUPS =
      Map.of(
          "data", "Events, people and mails",
          "admin", "For operators",
          "public", "For everybody");

  private DocumentPage() {}

  /** The whole page; the same for the same table. */
  static String html() {
    Mustache page = new DefaultMustacheFactory("pages").compile("document.mustache");
    StringWriter out = new StringWriter();
    page.execute(out, Map.of("groups", groups()));
    return out.toString();
  }

  private static List<Map<String, Object>> groups() {
    List<Map<String, Object>> groups = new ArrayList<>();
    for (String tag : List.of("data", "admin", "public")) {
      List<Map<String, Object>> routes =
          RouteTable.ALL.stream()
              .filter(route -> OpenApi.tag(route).equals(tag))
              .map(DocumentPage::route)
              .toList();
      groups.add(Map.of("id", tag, "title", GROUPS.getOrDefault(tag, tag), "routes", routes));
    }
    return groups;
  }

  private static Map<String, Object> route(Route route) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("id", OpenApi.name(route));
    text.put("method", route.method().name());
    text.put("path", PARAMETER.matcher(route.path()).replaceAll("{$1}"));
    text.put("says", route.says());
    text.put("who", who(route.access()));
    List<Map<String, String>> parameters = parameters(route);
    text.put("parameters", parameters.isEmpty() ? List.of() : List.of(Map.of("rows", parameters)));
    Route.Taken body = route.body();
    text.put("body", body == null ? List.of() : List.of(body(body)));
    List<Map<String, String>> answers = new ArrayList<>();
    route
        .answers()
        .forEach(
            (status, what) -> answers.add(Map.of("status", String.valueOf(status), "what", what)));
    text.put("answers", answers);
    return text;
  }

  private static String who(Route.Access access) {
    Scope scope = access.scope();
    if (scope == null) {
      return "Everybody may ask.";
    }
    return "Needs a key sk_… that allows '%s'%s."
        .formatted(
            scope.wire(),
            access.publishable() ? ", or from a browser a key pk_… of its origin" : "");
  }

  private static List<Map<String, String>> parameters(Route route) {
    List<Map<String, String>> rows = new ArrayList<>();
    Matcher inPath = PARAMETER.matcher(route.path());
    while (inPath.find()) {
      rows.add(row(inPath.group(1), "path", Shape.text(1, 400), "which one"));
    }
    for (Query one : route.query()) {
      rows.add(row(one.name(), "query", one.shape(), one.says()));
    }
    return rows;
  }

  private static Map<String, String> row(String name, String in, Shape shape, String says) {
    return Map.of("name", name, "in", in, "shape", shape.said(), "says", says);
  }

  private static Map<String, Object> body(Route.Taken body) {
    List<Map<String, String>> rows = new ArrayList<>();
    fields("", body.shape(), rows);
    return Map.of(
        "type",
        body.type(),
        "says",
        body.shape() == null ? body.says() : "",
        "fields",
        rows.isEmpty() ? List.of() : List.of(Map.of("rows", rows)));
  }

  /** The fields of an object, and of the objects in it, each with its path. */
  private static void fields(String path, @Nullable Shape shape, List<Map<String, String>> rows) {
    if (shape instanceof Shape.Listed list) {
      fields(path + "[]", list.item(), rows);
    } else if (shape instanceof Shape.Fields object) {
      for (Shape.Field field : object.fields()) {
        String name = path.isEmpty() ? field.name() : path + "." + field.name();
        String needed = field.required() ? "yes" : "no";
        rows.add(Map.of("name", name, "needed", needed, "shape", field.shape().said()));
        fields(name, field.shape(), rows);
      }
    }
  }
}
