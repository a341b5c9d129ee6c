package dev.sojourn.runtime.email;

import dev.sojourn.dsl.provider.FileFailed;
import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.dsl.provider.RequestScope.MailRequest;
import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.config.TransportConfig.Way;
import dev.sojourn.runtime.outside.Answer;
import dev.sojourn.runtime.outside.Ask;
import dev.sojourn.runtime.outside.OutsideHttp;
import dev.sojourn.runtime.outside.Reach;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Hands mails to a service that a file of the operator describes, which runs on worker threads. */
final class ScriptedProvider implements Provider {
  private final Vertx vertx;
  private final OutsideHttp http;
  private final NewestWay way;
  private final Reach reach;
  private final SendLimits limits;
  private final HttpFailures failures;

  /** A provider that asks as the file says. */
  ScriptedProvider(Vertx vertx, OutsideHttp http, NewestWay way, SendLimits limits) {
    this.vertx = vertx;
    this.http = http;
    this.way = way;
    this.reach = way.here() ? Reach.PUBLIC_OR_HERE : Reach.PUBLIC;
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
    var now = way.now();
    return vertx
        .executeBlocking(() -> post(now, mail), false)
        .compose(http::ask)
        .compose(answer -> vertx.executeBlocking(() -> taken(now.file(), mail, answer), false))
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

  private Ask post(Way.Scripted way, OutgoingMail mail) {
    var view = ScriptedMail.of(mail);
    MailRequest request = way.file().request(view, way.secrets());
    if (view.losesFiles()) {
      throw new IllegalArgumentException(
          "the mail has attachments, which this provider does not pass on; its file never asks for"
              + " 'mail.attachments'");
    }
    return Ask.of(request, reach);
  }

  private Accepted taken(ProviderFile file, OutgoingMail mail, Answer answer)
      throws ProviderFailure {
    if (answer.isThrottled() || file.retries(answer)) {
      throw failures.later(mail, answer, file.reason(answer));
    }
    if (file.refuses(answer)) {
      throw failures.refused(mail, answer, file.reason(answer));
    }
    return new Accepted(file.id(answer));
  }
}
