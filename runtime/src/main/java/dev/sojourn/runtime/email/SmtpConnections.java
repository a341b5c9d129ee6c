package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SmtpUrl;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * The connections to one server. A letter takes the one that was used last, or a new one when all
 * are busy, so there are as many as threads that deliver at once.
 */
final class SmtpConnections {
  /** How long one lies idle before it is closed; servers hang up after some minutes. */
  static final Duration IDLE = Duration.ofSeconds(30);

  private final SmtpUrl url;
  private final Session session;
  private final Set<SmtpConnection> open = ConcurrentHashMap.newKeySet();
  private final Deque<SmtpConnection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** None yet. */
  SmtpConnections(SmtpUrl url) {
    this.url = url;
    this.session = SmtpSession.of(url);
  }

  /**
   * Hands a letter over, on the calling thread. A connection that died while it lay idle is
   * replaced by a new one; a letter whose sender a server has taken is not tried again here.
   *
   * @param until when it is too late, as {@link System#nanoTime()} tells it
   * @throws AuthenticationFailedException if the server refuses the login for good
   * @throws MessagingException see {@link SmtpConnection#deliver}
   */
  void deliver(SmtpLetter letter, long until) throws MessagingException {
    var used = idle.pollFirst();
    if (used != null) {
      try {
        deliver(used, letter, until);
        return;
      } catch (MessagingException failed) {
        if (!used.isStale()) {
          throw failed;
        }
      }
    }
    deliver(opened(until), letter, until);
  }

  /** Cuts those that keep us waiting, and has those that nobody needs leave. */
  void watch(long nanoTime, Executor leaving) {
    for (var one : open) {
      if (one.isOverdue(nanoTime)) {
        if (idle.remove(one)) {
          leaving.execute(() -> leave(one));
        } else if (one.isOverdue(nanoTime)) {
          one.cut();
        }
      }
    }
  }

  /** Cuts those in use and opens no more; never blocks. */
  void close() {
    closed = true;
    open.stream().filter(one -> !idle.contains(one)).forEach(SmtpConnection::cut);
  }

  /** Says good-bye on those that are idle. */
  void leave() {
    for (var one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
      leave(one);
    }
  }

  private void leave(SmtpConnection one) {
    one.leave();
    open.remove(one);
  }

  private SmtpConnection opened(long until) throws MessagingException {
    var one = new SmtpConnection(session, url, until);
    open.add(one);
    if (closed) {
      one.cut();
    }
    try {
      one.open();
      return one;
    } catch (MessagingException | IOException failed) {
      var told = told(one, failed);
      drop(one);
      throw told;
    }
  }

  private void deliver(SmtpConnection one, SmtpLetter letter, long until)
      throws MessagingException {
    try {
      one.deliver(letter, until);
    } catch (MessagingException failed) {
      throw told(one, failed);
    } finally {
      if (one.isUsable()) {
        one.rest(IDLE);
        idle.addFirst(one);
      } else {
        drop(one);
      }
      if (closed) {
        leave();
      }
    }
  }

  private void drop(SmtpConnection one) {
    one.cut();
    open.remove(one);
  }

  /** A failure that says what happened. */
  private MessagingException told(SmtpConnection one, Exception failed) {
    if (failed instanceof SMTPSendFailedException
        || failed instanceof AuthenticationFailedException) {
      return (MessagingException) failed;
    }
    if (closed) {
      return new MessagingException("its connections were closed", failed);
    }
    if (one.isCut()) {
      var most = url.terms().timeout().toSeconds();
      return new MessagingException("it did not answer within " + most + " s", failed);
    }
    var cause = failed.getCause();
    var said = failed instanceof MessagingException ? failed.getMessage() : failed.toString();
    return new MessagingException(cause == null ? said : said + ": " + cause, failed);
  }
}
