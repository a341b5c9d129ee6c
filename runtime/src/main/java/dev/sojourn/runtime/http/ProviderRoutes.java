package dev.sojourn.runtime.http;

import dev.sojourn.core.report.PostmarkReports;
import dev.sojourn.core.report.ResendReports;
import dev.sojourn.core.report.Signatures;
import dev.sojourn.runtime.config.WebhookConfig;
import dev.sojourn.runtime.email.Reports;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What mail providers report: proved by the bytes that came, stored, and answered. 401 is for who
 * cannot prove it and for nobody else, since a provider gives a webhook up that says so.
 */
final class ProviderRoutes {
  private static final String RESEND = "resend";
  private static final String POSTMARK = "postmark";
  private static final int LONGEST_ID = 200;

  private final Reports reports;
  private final WebhookConfig webhooks;
  private final InstantSource clock;
  private final Bodies bodies;

  ProviderRoutes(Reports reports, WebhookConfig webhooks, InstantSource clock, Bodies bodies) {
    this.reports = reports;
    this.webhooks = webhooks;
    this.clock = clock;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(PublicTable.REPORT, request -> take(request, request.pathParam("provider")));
    routes.add(PublicTable.REPORT_RESEND, request -> take(request, RESEND));
  }

  private Future<Answer> take(RoutingContext request, String provider) {
    if (!provider.equals(RESEND) && !provider.equals(POSTMARK)) {
      return Future.failedFuture(Refusal.notFound("provider of mails", provider));
    }
    return bodies
        .read(request.request())
        .compose(body -> stored(request.request(), provider, body))
        .map(Answer.ok(new JsonObject().put("ok", true)));
  }

  private Future<Void> stored(HttpServerRequest request, String provider, Buffer body) {
    var bytes = body.getBytes();
    if (!isProved(request, provider, bytes)) {
      return Future.failedFuture(
          Refusal.unauthorized("the sender is not proved to be '" + provider + "'"));
    }
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (!matters(provider, text)) {
      return Future.succeededFuture();
    }
    var said = provider.equals(RESEND) ? header(request, "id") : "";
    var isUsable = !said.isEmpty() && said.length() <= LONGEST_ID;
    return reports.take(provider, isUsable ? said : "sha256:" + sha256(bytes), text);
  }

  private boolean isProved(HttpServerRequest request, String provider, byte[] body) {
    if (provider.equals(RESEND)) {
      return Signatures.isSigned(
          webhooks.resendSecrets(),
          header(request, "id"),
          header(request, "timestamp"),
          header(request, "signature"),
          body,
          clock.instant());
    }
    var user = webhooks.postmarkUser();
    var password = webhooks.postmarkPassword();
    return user.isPresent()
        && password.isPresent()
        && Signatures.isLogin(
            text(request.getHeader(HttpHeaders.AUTHORIZATION)), user.get(), password.get());
  }

  /** Whether there is anything to follow in it; {@link Refusal} 400 for what is no report. */
  private boolean matters(String provider, String body) {
    try {
      var now = clock.instant();
      return provider.equals(RESEND)
          ? ResendReports.read(body, now).isPresent()
          : PostmarkReports.read(body, now).isPresent();
    } catch (IllegalArgumentException noReport) {
      throw Refusal.badRequest(String.valueOf(noReport.getMessage()));
    }
  }

  /** The headers of Svix, or those of the standard it became. */
  private static String header(HttpServerRequest request, String name) {
    var svix = request.getHeader("svix-" + name);
    return svix == null ? text(request.getHeader("webhook-" + name)) : svix;
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
