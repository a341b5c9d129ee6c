package dev.sojourn.runtime.http;

import dev.sojourn.core.identity.PasswordHash;
import dev.sojourn.runtime.operator.Operators;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Setting a password anew: asking for a link, and using it, by a program or on the page that it
 * leads to. To look at the page changes nothing: mail scanners follow links. The token is all the
 * proof that is asked for, so a form that sends no origin is as good as any.
 */
final class ResetRoutes {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /** An answer comes no sooner, so that its time does not tell whether a mail was written. */
  private static final long ANSWERED_MS = 250;

  private final Vertx vertx;
  private final Operators operators;
  private final AuthLimits limits;
  private final Bodies bodies;
  private final Messages messages = new Messages();
  private final PasswordPages pages = new PasswordPages();

  ResetRoutes(Vertx vertx, Operators operators, AuthLimits limits, Bodies bodies) {
    this.vertx = vertx;
    this.operators = operators;
    this.limits = limits;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(AuthTable.RESET_ASK, this::ask);
    routes.add(AuthTable.RESET, this::reset);
    routes.add(AuthTable.RESET_PAGE, this::page);
    routes.add(AuthTable.RESET_SAVE, this::save);
  }

  private Future<Answer> ask(RoutingContext request) {
    return bodies
        .object(request)
        .compose(
            said ->
                limits
                    .ask(request.request(), AuthLimits.RESET)
                    .compose(in -> asked(said.getString("email"))))
        .map(
            asked ->
                Answer.ok(
                    new JsonObject()
                        .put("status", true)
                        .put(
                            "message",
                            "If an operator has this address, a mail with a link is on its way")));
  }

  private Future<?> asked(String email) {
    return Future.join(operators.askReset(email), vertx.timer(ANSWERED_MS, TimeUnit.MILLISECONDS));
  }

  private Future<Answer> reset(RoutingContext request) {
    return bodies
        .object(request)
        .compose(
            said ->
                limits
                    .ask(request.request(), AuthLimits.RESET)
                    .compose(
                        in ->
                            operators.reset(
                                said.getString("token"), said.getString("newPassword"))))
        .map(
            done ->
                done
                    ? Answer.ok(new JsonObject().put("status", true))
                    : AuthAnswers.refused(400, "INVALID_TOKEN", "Invalid token"));
  }

  private Future<Answer> page(RoutingContext request) {
    Messages.Texts texts = begun(request.request());
    String token = Objects.requireNonNullElse(request.request().getParam("token"), "");
    return operators
        .isResetGood(token)
        .map(
            good ->
                good ? html(200, pages.ask(texts, token, false)) : html(400, pages.invalid(texts)));
  }

  private Future<Answer> save(RoutingContext request) {
    HttpServerRequest raw = request.request();
    Messages.Texts texts = begun(raw);
    String type = raw.getHeader("content-type");
    return bodies
        .read(raw)
        .map(body -> Form.of(type, body.toString(StandardCharsets.UTF_8)))
        .compose(form -> limits.ask(raw, AuthLimits.RESET).compose(in -> saved(texts, form)));
  }

  private Future<Answer> saved(Messages.Texts texts, Form form) {
    String token = Objects.requireNonNullElse(form.first("token"), "");
    String password = Objects.requireNonNullElse(form.first("newPassword"), "");
    if (!PasswordHash.isFit(password)) {
      return operators
          .isResetGood(token)
          .map(good -> html(400, good ? pages.ask(texts, token, true) : pages.invalid(texts)));
    }
    return operators
        .reset(token, password)
        .map(done -> done ? html(200, pages.done(texts)) : html(400, pages.invalid(texts)));
  }

  private Messages.Texts begun(HttpServerRequest request) {
    request
        .response()
        .putHeader("content-security-policy", POLICY)
        .putHeader("x-robots-tag", "noindex");
    return messages.of(null, request.getHeader("accept-language"));
  }

  private static Answer html(int status, String page) {
    return new Answer(status, HTML, Buffer.buffer(page));
  }
}
