package dev.sojourn.runtime.email

import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.mail.MailExtras
import dev.sojourn.core.mail.MailHeader
import dev.sojourn.core.mail.MailTag
import dev.sojourn.runtime.config.SendLimits
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What every provider does. */
abstract class ProviderContractSpec extends Specification {
  static final SendLimits LIMITS = new SendLimits(16, 0)

  @Shared @AutoCleanup('closeNow') Closing closing = new Closing()
  Vertx vertx = closing.vertx

  /** The provider, ready to send. */
  abstract Provider getProvider()

  /** Everything that has arrived, in the form in which a mail is compared. */
  abstract List arrived()

  /** A mail in that form. */
  abstract Object form(OutgoingMail mail)

  def "a mail arrives as it is"() {
    given:
    def mail = mail(1, 'Grüße 👋', '<p>ü</p>\n.\n..dots\n', 'ü\n.\nend')

    when:
    await(provider.send(mail))

    then:
    arrived() == [form(mail)]
  }

  def "what goes with a mail arrives with it"() {
    given:
    def mail = rich(1)

    when:
    await(provider.send(mail))

    then:
    arrived() == [form(mail)]
  }

  def "a second attempt is the same message"() {
    given:
    def mail = rich(2)

    when:
    2.times { await(provider.send(mail)) }

    then:
    arrived().unique() == [form(mail)]
  }

  def "many mails at once all arrive"() {
    when:
    await(Future.all((1..100).collect { provider.send(mail(it, "Mail $it", "<p>$it</p>", "$it")) }))

    then:
    arrived().size() == 100
    arrived().toSet() == (1..100).collect { form(mail(it, "Mail $it", "<p>$it</p>", "$it")) }.toSet()
  }

  def "an address that cannot be written is refused for good"() {
    given:
    def broken = new OutgoingMail('x', Instant.EPOCH, 'hello@example.com', 'no address', 'x', 'x', 'x')

    when:
    await(provider.send(broken))

    then:
    def failure = thrown(ProviderFailure)
    failure.kind() == ProviderFailure.Kind.REFUSED
    arrived().empty
  }

  def "its name is short and plain"() {
    expect:
    provider.id() ==~ /[a-z]+/
    provider.limits().concurrency() > 0
    provider.patience() > Duration.ZERO
  }

  /** A mail with all that can go with one. */
  static OutgoingMail rich(int n) {
    def plain = mail(n, 'Your ticket', '<p>See <img src="cid:logo@x"></p>', 'See')
    def extras = new MailExtras('Help, please <help@example.com>',
        [new MailHeader('List-Unsubscribe', '<https://example.com/v1/email/unsubscribe?token=abc=?def>'), new MailHeader('X-Note', 'grün')],
        [new MailTag('template', 'ticket/1'), new MailTag('category', 'journey')],
        [Attachment.of('Fahrkarte für Ada.pdf', 'application/pdf', 'pdf!'.bytes, null),
         Attachment.of('logo.png', 'image/png', [1, 2, 3] as byte[], 'logo@x')])
    new OutgoingMail(plain.sendId(), plain.date(), plain.from(), plain.to(), plain.subject(), plain.html(), plain.text(), extras)
  }

  static OutgoingMail mail(int n, String subject, String html, String text) {
    new OutgoingMail("019a0000-0000-7000-8000-${String.format('%012d', n)}", Instant.parse('2026-03-01T12:00:00Z'),
        'Sojourn <hello@example.com>', 'ada@example.com', subject, html, text)
  }

  /** Transport may change line ends and add what it has seen on the way above the message. */
  static String normal(byte[] message) {
    def text = new String(message, 'UTF-8').replace('\r\n', '\n')
    def own = text.substring(text.indexOf('Date:'))
    own.replaceAll(/\n+$/, '')
  }

  static <T> T await(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
    } catch (ExecutionException e) {
      throw e.cause
    }
  }

  static class Closing {
    final Vertx vertx = Vertx.vertx()

    void closeNow() {
      await(vertx.close())
    }
  }
}
