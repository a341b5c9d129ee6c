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
import dev.sojourn.runtime.thread.TimedThreads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Hands mails to a service that a file of the operator describes, on threads of its own. */
final class ScriptedProvider implements Provider {
  private final TimedThreads threads;
  private final OutsideHttp http;
  private final NewestWay way;
  private final Reach reach;
  private final SendLimits limits;
  private final HttpFailures failures;

  /** A provider that asks as the file says. */
  ScriptedProvider(Vertx vertx, OutsideHttp http, NewestWay way, SendLimits limits) {
    this.threads = TimedThreads.ofFiles(vertx, "sojourn-provider");
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
    var file = "provider '" + id() + "'";
    return threads
        .run(file, () -> post(now, mail))
        .compose(http::ask)
        .compose(answer -> threads.run(file, () -> taken(now.file(), mail, answer)))
        .recover(lost -> Future.failedFuture(failure(mail, lost)));
  }

  @Override
  public Future<Void> close() {
    threads.close();
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
