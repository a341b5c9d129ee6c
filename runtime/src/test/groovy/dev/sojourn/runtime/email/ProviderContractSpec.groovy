package dev.sojourn.runtime.email

import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What every provider does. */
abstract class ProviderContractSpec extends Specification {
  @Shared @AutoCleanup('closeNow') Closing closing = new Closing()
  Vertx vertx = closing.vertx

  /** The provider, ready to send. */
  abstract Provider getProvider()

  /** Everything that has arrived, as raw bytes. */
  abstract List<byte[]> arrived()

  def "a mail arrives as the bytes of its message"() {
    given:
    def mail = mail(1, 'Grüße 👋', '<p>ü</p>\n.\n..dots\n', 'ü\n.\nend')

    when:
    def accepted = await(provider.send(mail))

    then:
    accepted.providerId() == mail.messageId()
    arrived().collect { normal(it) } == [normal(Mime.of(mail).bytes())]
  }

  def "a second attempt is the same message"() {
    given:
    def mail = mail(2, 'Twice', '<p>x</p>', 'x')

    when:
    2.times { await(provider.send(mail)) }

    then:
    arrived().collect { normal(it) }.unique() == [normal(Mime.of(mail).bytes())]
  }

  def "many mails at once all arrive"() {
    when:
    await(Future.all((1..100).collect { provider.send(mail(it, "Mail $it", "<p>$it</p>", "$it")) }))

    then:
    arrived().size() == 100
    arrived().collect { normal(it) }.toSet() == (1..100).collect { normal(Mime.of(mail(it, "Mail $it", "<p>$it</p>", "$it")).bytes()) }.toSet()
  }

  def "its name is short and plain"() {
    expect:
    provider.id() ==~ /[a-z]+/
    provider.concurrency() > 0
  }

  static OutgoingMail mail(int n, String subject, String html, String text) {
    new OutgoingMail("019a0000-0000-7000-8000-${String.format('%012d', n)}", Instant.parse('2026-03-01T12:00:00Z'),
        'Sojourn <hello@example.com>', 'ada@example.com', subject, html, text)
  }

  /** Transport may change line ends and add what it has seen on the way above the message. */
  static String normal(byte[] message) {
    def text = new String(message, 'US-ASCII').replace('\r\n', '\n')
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
