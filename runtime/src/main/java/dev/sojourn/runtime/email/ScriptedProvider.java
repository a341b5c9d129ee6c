package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.provider.AnswerView;
import dev.sojourn.dsl.provider.FileFailed;
import dev.sojourn.dsl.provider.RequestScope.MailRequest;
import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.config.TransportConfig.Way;
import dev.sojourn.runtime.email.MailHttp.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hands mails to a service that a file of the operator describes, which runs on worker threads. */
final class ScriptedProvider implements Provider {
  private static final Set<String> OURS =
      Set.of("host", "content-type", "content-length", "transfer-encoding", "connection");

  private final Vertx vertx;
  private final MailHttp http;
  private final Way.Scripted way;
  private final OutsideAddress outside;
  private final SendLimits limits;
  private final HttpFailures failures;

  /** A provider that asks as the file says. */
  ScriptedProvider(Vertx vertx, MailHttp http, Way.Scripted way, SendLimits limits) {
    this.vertx = vertx;
    this.http = http;
    this.way = way;
    this.outside = new OutsideAddress(way.here());
    this.limits = limits;
    this.failures = new HttpFailures(way.id());
  }

  @Override
  public String id() {
    return way.id();
  }

  @Override
  public SendLimits limits() {
    return limits;
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail) {
    return vertx
        .executeBlocking(() -> post(mail), false)
        .compose(http::post)
        .compose(answer -> vertx.executeBlocking(() -> taken(mail, answer), false))
        .recover(lost -> Future.failedFuture(failure(mail, lost)));
  }

  @Override
  public Future<Void> close() {
    return http.close();
  }

  private ProviderFailure failure(OutgoingMail mail, Throwable lost) {
    return lost instanceof FileFailed said
        ? ProviderFailure.permanent(
            "send '" + mail.sendId() + "' was not taken by " + id() + ": " + said.getMessage(),
            said)
        : failures.unheard(mail, lost);
  }

  private MailHttp.Post post(OutgoingMail mail) throws UnknownHostException {
    var view = ScriptedMail.of(mail);
    MailRequest request = way.file().request(view, way.secrets());
    if (view.losesFiles()) {
      throw new IllegalArgumentException(
          "the mail has attachments, which this provider does not pass on; its file never asks for"
              + " 'mail.attachments'");
    }
    for (var name : request.headers().keySet()) {
      if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "header '" + name + "' is written by the request itself");
      }
    }
    var url = URI.create(request.url());
    var json = request.json();
    var form = request.form();
    return new MailHttp.Post(
        url,
        outside.of(url),
        request.headers(),
        json == null ? "application/x-www-form-urlencoded" : "application/json",
        json == null ? form(form == null ? Map.of() : form) : Json.write(json));
  }

  private Accepted taken(OutgoingMail mail, Answer answer) throws ProviderFailure {
    var file = way.file();
    var view = new View(answer);
    if (answer.isThrottled() || file.retries(view)) {
      throw failures.later(mail, answer, file.reason(view));
    }
    if (file.refuses(view)) {
      throw failures.refused(mail, answer, file.reason(view));
    }
    return new Accepted(file.id(view));
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** An answer as the file sees it. */
  private record View(Answer answer) implements AnswerView {
    @Override
    public int getStatus() {
      return answer.status();
    }

    @Override
    public String getText() {
      return answer.body();
    }

    @Override
    public Map<String, @Nullable Object> getJson() {
      var fields = new LinkedHashMap<String, @Nullable Object>();
      answer.json().forEach((name, value) -> fields.put(name.toString(), value));
      return fields;
    }
  }
}
