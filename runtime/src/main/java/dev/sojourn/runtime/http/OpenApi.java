package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table of routes as a document of OpenAPI 3.1. */
final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile(":([A-Za-z]+)");
  private static final String JSON = "application/json";

  private OpenApi() {}

  /** The whole document; the same for the same table. */
  static JsonObject document() {
    JsonObject paths = new JsonObject();
    for (Route route : RouteTable.ALL) {
      String path = PARAMETER.matcher(route.path()).replaceAll("{$1}");
      JsonObject item = paths.getJsonObject(path, new JsonObject());
      paths.put(path, item.put(method(route), operation(route)));
    }
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "Sojourn")
                .put("version", "1")
                .put(
                    "description",
                    "Events in, journeys and mails out. A refusal is {\"error\": \"…\"} with a"
                        + " sentence that names what is wrong."))
        .put("paths", paths)
        .put("components", components());
  }

  private static JsonObject operation(Route route) {
    JsonObject operation =
        new JsonObject()
            .put("operationId", name(route))
            .put("summary", route.says())
            .put("tags", new JsonArray().add(tag(route)));
    JsonArray parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    Route.Taken body = route.body();
    if (body != null) {
      operation.put("requestBody", body(body));
    }
    return operation.put("responses", responses(route)).put("security", security(route));
  }

  private static JsonArray parameters(Route route) {
    JsonArray parameters = new JsonArray();
    Matcher inPath = PARAMETER.matcher(route.path());
    while (inPath.find()) {
      parameters.add(
          parameter("path", inPath.group(1), null, Shape.text(1, 400).schema())
              .put("required", true));
    }
    for (Query one : route.query()) {
      parameters.add(parameter("query", one.name(), one.says(), one.shape().schema()));
    }
    if (route.isData() && route.method().equals(HttpMethod.POST)) {
      parameters.add(
          parameter(
              "header",
              "Idempotency-Key",
              "a repeat under the same key changes nothing; for ever",
              Shape.text(1, 255).schema()));
    }
    return parameters;
  }

  private static JsonObject parameter(
      String in, String name, @Nullable String says, JsonObject schema) {
    JsonObject parameter = new JsonObject().put("in", in).put("name", name);
    if (says != null) {
      parameter.put("description", says);
    }
    return parameter.put("schema", schema);
  }

  private static JsonObject body(Route.Taken body) {
    Shape shape = body.shape();
    JsonObject schema = shape == null ? new JsonObject().put("type", "string") : shape.schema();
    return new JsonObject()
        .put("required", true)
        .put("description", body.says())
        .put("content", new JsonObject().put(body.type(), new JsonObject().put("schema", schema)));
  }

  private static JsonObject responses(Route route) {
    JsonObject responses = new JsonObject();
    route
        .answers()
        .forEach(
            (status, says) ->
                responses.put(String.valueOf(status), new JsonObject().put("description", says)));
    if (route.access().scope() != null) {
      for (String status : List.of("400", "401", "403", "429", "503")) {
        responses.put(status, refusal());
      }
      if (route.path().contains(":")) {
        responses.put("404", refusal());
      }
    }
    return responses;
  }

  private static JsonObject refusal() {
    return new JsonObject().put("$ref", "#/components/responses/Refusal");
  }

  private static JsonArray security(Route route) {
    Route.Access access = route.access();
    Scope scope = access.scope();
    JsonArray any = new JsonArray();
    if (scope != null) {
      any.add(new JsonObject().put("secretKey", new JsonArray().add(scope.wire())));
    }
    if (access.publishable()) {
      any.add(
          new JsonObject().put("publishableKey", new JsonArray().add(Scope.INGEST_PUBLIC.wire())));
    }
    if (route.meter() == Route.Meter.ADMIN) {
      any.add(new JsonObject().put("session", new JsonArray()));
    }
    return any;
  }

  private static JsonObject components() {
    JsonObject error = Shape.object(Shape.Field.must("error", Shape.text(1, 100_000))).schema();
    return new JsonObject()
        .put(
            "securitySchemes",
            new JsonObject()
                .put("secretKey", bearer("A key sk_… that allows the scope; for servers."))
                .put(
                    "publishableKey",
                    bearer("A key pk_… for browsers, from the origins that it names."))
                .put(
                    "session",
                    new JsonObject()
                        .put("type", "apiKey")
                        .put("in", "cookie")
                        .put("name", "sojourn.session_token")
                        .put(
                            "description",
                            "Of an operator who is signed in; __Host-sojourn.session_token over"
                                + " TLS. Changes come with the Origin of the service.")))
        .put(
            "responses",
            new JsonObject()
                .put(
                    "Refusal",
                    new JsonObject()
                        .put("description", "Refused; the sentence says why and what to do.")
                        .put(
                            "content",
                            new JsonObject().put(JSON, new JsonObject().put("schema", error)))));
  }

  private static JsonObject bearer(String says) {
    return new JsonObject().put("type", "http").put("scheme", "bearer").put("description", says);
  }

  private static String method(Route route) {
    return route.method().name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code getAdminJourneysId}; what is asked of a process says so. */
  static String name(Route route) {
    StringBuilder name = new StringBuilder(method(route));
    boolean ofProcess = !route.path().startsWith("/v1/") && !route.path().startsWith("/api/");
    name.append(ofProcess ? "Process" : "");
    for (String part : route.path().split("[/:.-]+")) {
      if (!part.isEmpty() && !part.equals("v1")) {
        name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
    return name.toString();
  }

  /** Of which part of the API it is. */
  static String tag(Route route) {
    return route.access().scope() == null ? "public" : route.isData() ? "data" : "admin";
  }
}
