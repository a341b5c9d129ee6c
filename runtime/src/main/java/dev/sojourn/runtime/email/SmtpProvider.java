package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SendLimits;
import dev.sojourn.runtime.config.SmtpUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Hands mails to an SMTP server, on threads of its own over connections that stay open. SMTP has no
 * idempotency keys: a mail whose acceptance went unheard goes out again, with the same Message-ID
 * and bytes.
 */
final class SmtpProvider implements Provider {
  private static final long WATCH_MS = 500;

  /** What an attempt may overrun, until the watch sees it. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final SmtpUrl url;
  private final SendLimits limits;
  private final SmtpConnections connections;
  private final ThreadPoolExecutor threads;
  private final long watch;

  /**
   * A provider that hands over at this address.
   *
   * @throws IllegalArgumentException if the file of certificates holds none
   */
  public SmtpProvider(Vertx vertx, SmtpUrl url, SendLimits limits) {
    this.vertx = vertx;
    this.url = url;
    this.limits = limits;
    this.connections = new SmtpConnections(url);
    this.threads = threads(limits.concurrency());
    this.watch =
        vertx.setPeriodic(WATCH_MS, timer -> connections.watch(System.nanoTime(), threads));
  }

  @Override
  public String id() {
    return "smtp";
  }

  @Override
  public SendLimits limits() {
    return limits;
  }

  /** One for each connection, so that none lies idle between two. */
  @Override
  public int ahead() {
    return limits.concurrency();
  }

  /** Longer than an attempt takes: its connection is cut first, and no other attempt meets it. */
  @Override
  public Duration patience() {
    return longest().plus(SLACK);
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail) {
    return send(mail, () -> true);
  }

  @Override
  public Future<Accepted> send(OutgoingMail mail, BooleanSupplier isOurs) {
    Promise<Accepted> taken = Promise.promise();
    var until = System.nanoTime() + longest().toNanos();
    try {
      threads.execute(() -> deliver(mail, isOurs, until, taken));
    } catch (RejectedExecutionException closed) {
      taken.fail(ProviderFailure.retryable("the connections to " + url + " are closed", closed));
    }
    return taken.future();
  }

  /** Ends the threads and connections; the outcome of what is still under way is not known. */
  @Override
  public Future<Void> close() {
    Promise<Void> left = Promise.promise();
    vertx.cancelTimer(watch);
    connections.close();
    try {
      threads.execute(
          () -> {
            connections.leave();
            left.complete();
          });
      threads.shutdown();
    } catch (RejectedExecutionException closed) {
      left.complete();
    }
    return left.future();
  }

  private Duration longest() {
    return url.terms().timeout().multipliedBy(2);
  }

  private void deliver(
      OutgoingMail mail, BooleanSupplier isOurs, long until, Promise<Accepted> taken) {
    if (!isOurs.getAsBoolean() || System.nanoTime() - until > 0) {
      taken.fail(ProviderFailure.retryable("no connection to " + url + " was free in time", null));
      return;
    }
    try {
      connections.deliver(new SmtpLetter(mail), until);
    } catch (MessagingException | RuntimeException failure) {
      taken.fail(classified(mail, failure));
      return;
    }
    taken.complete(new Accepted(mail.messageId()));
  }

  /**
   * A permanent reply to the envelope or the message is about this mail. One to anything else, such
   * as a greeting, is no fault of the mail: it may pass while mails wait.
   */
  private ProviderFailure classified(OutgoingMail mail, Exception failure) {
    var said = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    var what = "send '" + mail.sendId() + "' was not taken by " + url + ": " + said;
    if (failure instanceof AuthenticationFailedException) {
      return ProviderFailure.permanent(
          what + "; check the user and the password in SMTP_URL", failure);
    }
    var refused =
        failure instanceof SMTPSendFailedException answer && answer.getReturnCode() / 100 == 5;
    return refused || failure instanceof IllegalArgumentException
        ? ProviderFailure.permanent(what, failure)
        : ProviderFailure.retryable(what, failure);
  }

  /** As many as there is work for; those without work end. */
  private static ThreadPoolExecutor threads(int most) {
    var count = new AtomicInteger();
    var threads =
        new ThreadPoolExecutor(
            most,
            most,
            SmtpConnections.IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "sojourn-smtp-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
