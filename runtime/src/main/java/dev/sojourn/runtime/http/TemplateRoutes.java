package dev.sojourn.runtime.http;

import dev.sojourn.core.render.RenderFailed;
import dev.sojourn.core.render.Template;
import dev.sojourn.core.render.Template.Preview;
import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.bundle.ActiveTemplate;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.email.Sends;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looking at templates, at the mails they make, and trying one out. */
final class TemplateRoutes {
  /** A preview shows what its author wrote, pictures and all, and runs nothing of it. */
  private static final String SEALED =
      "sandbox; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline' http:"
          + " https:; font-src http: https: data:; frame-ancestors 'self'";

  private final Vertx vertx;
  private final Bundle bundle;
  private final Sends sends;
  private final PublicIds ids;
  private final Bodies bodies;

  TemplateRoutes(Vertx vertx, Bundle bundle, Sends sends, PublicIds ids, Bodies bodies) {
    this.vertx = vertx;
    this.bundle = bundle;
    this.sends = sends;
    this.ids = ids;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(MailTable.TEMPLATE_LIST, this::list);
    routes.add(MailTable.PREVIEW, this::preview);
    routes.add(MailTable.SEND_TEST, this::sendTest);
  }

  private Future<Answer> list(RoutingContext request) {
    Paging paging = Paging.of(request);
    JsonArray templates = new JsonArray();
    bundle.active().templates().values().forEach(template -> templates.add(json(template)));
    return Future.succeededFuture(Answer.ok(paging.cut("templates", templates)));
  }

  private static JsonObject json(ActiveTemplate active) {
    Template template = active.template();
    return new JsonObject()
        .put("key", template.key())
        .put("defaultSubject", template.frontMatter().subject())
        .put("category", template.frontMatter().category())
        .put("hasPreview", template.frontMatter().preview() != null)
        .put("examples", new JsonArray(List.copyOf(template.frontMatter().examples().keySet())))
        .put("version", active.version())
        .put("hash", template.shortHash());
  }

  /** Never writes a row, and nothing in it is tracked. */
  private Future<Answer> preview(RoutingContext request) {
    Template template = template(request.pathParam("key"));
    String format = Query.given(request.request(), "format");
    Map<String, @Nullable Object> props =
        props(
            template,
            Query.given(request.request(), "example"),
            given(Query.given(request.request(), "props")));
    return vertx
        .executeBlocking(() -> template.preview(props), false)
        .map(preview -> answer(request, template, preview, format))
        .recover(failure -> Future.failedFuture(refused(500, failure)));
  }

  private static Answer answer(
      RoutingContext request, Template template, Preview preview, @Nullable String format) {
    request.response().putHeader("content-security-policy", SEALED);
    if (format == null || format.equals("json")) {
      return Answer.ok(
          new JsonObject()
              .put("key", template.key())
              .put("subject", preview.mail().subject())
              .put("category", template.frontMatter().category())
              .put("preview", preview.line())
              .put("html", preview.mail().html())
              .put("text", preview.mail().text()));
    }
    return switch (format) {
      case "html" -> raw("text/html", preview.mail().html());
      case "text" -> raw("text/plain", preview.mail().text());
      case "subject" -> raw("text/plain", preview.mail().subject());
      default ->
          throw Refusal.badRequest(
              "format '" + format + "' is not one of json, html, text, subject");
    };
  }

  private static Answer raw(String type, String text) {
    return new Answer(200, type + "; charset=utf-8", Buffer.buffer(text));
  }

  /** Queues a mail of its own for anybody, once it is known that the template can be rendered. */
  private Future<Answer> sendTest(RoutingContext request) {
    Template template = template(request.pathParam("key"));
    return bodies
        .read(request)
        .map(body -> object("the body", body.toString(StandardCharsets.UTF_8)))
        .compose(
            body -> {
              var props = props(template, text(body, "example"), object(body, "props"));
              var to = text(body, "to");
              if (to == null) {
                throw Refusal.badRequest("to is missing; expected a mail address");
              }
              return vertx
                  .executeBlocking(() -> template.preview(props), false)
                  .compose(rendered -> sends.tryOut(template.key(), to, props))
                  .recover(failure -> Future.failedFuture(refused(400, failure)));
            })
        .map(
            id ->
                Answer.json(
                    202,
                    new JsonObject().put("status", "queued").put("emailSendId", ids.face(id))));
  }

  private Template template(String key) {
    return bundle
        .template(key)
        .map(ActiveTemplate::template)
        .orElseThrow(() -> Refusal.notFound("template", key));
  }

  /** Those of an example, of the first if none is named; those given win. */
  private static Map<String, @Nullable Object> props(
      Template template, @Nullable String example, @Nullable Map<String, @Nullable Object> given) {
    var examples = template.frontMatter().examples();
    if (example != null && !examples.containsKey(example)) {
      throw Refusal.notFound("example", example);
    }
    var props = new LinkedHashMap<String, @Nullable Object>();
    if (example != null) {
      props.putAll(examples.getOrDefault(example, Map.of()));
    } else if (given == null && !examples.isEmpty()) {
      props.putAll(examples.values().iterator().next());
    }
    if (given != null) {
      props.putAll(given);
    }
    return props;
  }

  private static @Nullable Map<String, @Nullable Object> given(@Nullable String base64) {
    if (base64 == null) {
      return null;
    }
    try {
      var text = base64.replace(' ', '+').replace('-', '+').replace('_', '/');
      return object("props", new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      throw Refusal.badRequest("props is no base64; expected that of a JSON object");
    }
  }

  private static Map<String, @Nullable Object> object(String what, String json) {
    try {
      if (Json.read(json) instanceof Map<?, ?> map) {
        return named(map);
      }
    } catch (IllegalArgumentException malformed) {
      throw Refusal.badRequest(what + " is no JSON; expected an object");
    }
    throw Refusal.badRequest(what + " is no JSON object");
  }

  private static @Nullable Map<String, @Nullable Object> object(
      Map<String, @Nullable Object> body, String name) {
    var value = body.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      return named(map);
    }
    throw Refusal.badRequest(name + " '" + value + "' is no object");
  }

  private static @Nullable String text(Map<String, @Nullable Object> body, String name) {
    var value = body.get(name);
    if (value != null && !(value instanceof String)) {
      throw Refusal.badRequest(name + " '" + value + "' is no text");
    }
    return (String) value;
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    var named = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static Throwable refused(int status, Throwable failure) {
    return failure instanceof RenderFailed || failure instanceof IllegalArgumentException
        ? Refusal.of(status, String.valueOf(failure.getMessage()))
        : failure;
  }
}
