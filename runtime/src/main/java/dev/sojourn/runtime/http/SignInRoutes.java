package dev.sojourn.runtime.http;

import dev.sojourn.runtime.config.OperatorConfig;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.operator.Operator;
import dev.sojourn.runtime.operator.Operators;
import dev.sojourn.runtime.operator.Session;
import dev.sojourn.runtime.operator.SignedIn;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Signing in and out. The token of a session stands in its cookie, and in no answer. */
final class SignInRoutes {
  private static final Answer NOBODY = new Answer(200, Answer.JSON, Buffer.buffer("null"));

  private final Operators operators;
  private final OperatorConfig config;
  private final SessionGate sessions;
  private final AuthLimits limits;
  private final PublicIds ids;
  private final Bodies bodies;

  SignInRoutes(
      OperatorRooms rooms, SessionGate sessions, AuthLimits limits, PublicIds ids, Bodies bodies) {
    this.operators = rooms.operators();
    this.config = rooms.config();
    this.sessions = sessions;
    this.limits = limits;
    this.ids = ids;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(AuthTable.SIGN_IN, this::signIn);
    routes.add(AuthTable.SIGN_OUT, this::signOut);
    routes.add(AuthTable.SESSION, this::session);
    routes.add(AuthTable.SIGN_UP, request -> signUp());
    routes.add(AuthTable.STATUS, request -> status());
  }

  /** A page of another site must not sign a browser in as somebody else. */
  private Future<Answer> signIn(RoutingContext request) {
    HttpServerRequest raw = request.request();
    if (sessions.isFromElsewhere(raw)) {
      return Future.succeededFuture(
          AuthAnswers.refused(403, "INVALID_ORIGIN", "Forbidden: this origin is none of ours"));
    }
    return bodies
        .object(request)
        .compose(
            said ->
                limits
                    .ask(raw, AuthLimits.SIGN_IN)
                    .compose(
                        in ->
                            operators.signIn(
                                said.getString("email"), said.getString("password"), from(raw))))
        .map(begun -> begun.map(one -> begun(raw, one)).orElseGet(SignInRoutes::wrong));
  }

  private Operators.From from(HttpServerRequest request) {
    return new Operators.From(
        Whence.of(request, config.proxies()).ip(), request.getHeader(HttpHeaders.USER_AGENT));
  }

  private Answer begun(HttpServerRequest request, SignedIn begun) {
    sessions.cookie().give(request.response(), begun.token());
    return Answer.ok(
        new JsonObject().put("redirect", false).put("user", json(begun.session().operator())));
  }

  private static Answer wrong() {
    return AuthAnswers.refused(401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password");
  }

  private Future<Answer> signOut(RoutingContext request) {
    HttpServerRequest raw = request.request();
    String token = sessions.cookie().token(raw);
    if (token == null) {
      return Future.succeededFuture(gone(raw));
    }
    Refusal foreign = sessions.foreign(raw);
    return foreign == null
        ? operators.signOut(token).map(over -> gone(raw))
        : Future.failedFuture(foreign);
  }

  private Answer gone(HttpServerRequest request) {
    sessions.cookie().take(request.response());
    return Answer.ok(new JsonObject().put("success", true));
  }

  private Future<Answer> session(RoutingContext request) {
    HttpServerRequest raw = request.request();
    String token = sessions.cookie().token(raw);
    Future<Optional<Session>> found =
        token == null ? Future.succeededFuture(Optional.empty()) : sessions.session(raw, token);
    return found.map(known -> known.map(this::shown).orElse(NOBODY));
  }

  private Answer shown(Session session) {
    Operator operator = session.operator();
    return Answer.ok(
        new JsonObject()
            .put(
                "session",
                new JsonObject()
                    .put("id", ids.face(session.id()))
                    .put("userId", ids.face(operator.id()))
                    .put("createdAt", Wire.time(session.createdAt()))
                    .put("expiresAt", Wire.time(session.expiresAt())))
            .put("user", json(operator)));
  }

  private JsonObject json(Operator operator) {
    return new JsonObject()
        .put("id", ids.face(operator.id()))
        .put("email", operator.email())
        .put("name", operator.name())
        .put("createdAt", Wire.time(operator.createdAt()));
  }

  private static Future<Answer> signUp() {
    return Future.succeededFuture(
        AuthAnswers.refused(
            400,
            "EMAIL_PASSWORD_SIGN_UP_DISABLED",
            "Nobody signs up here; the first operator is that of STUDIO_ADMIN_EMAIL"));
  }

  private Future<Answer> status() {
    return operators.areThere().map(any -> Answer.ok(new JsonObject().put("needsSetup", !any)));
  }
}
