package dev.sojourn.runtime.email

import dev.sojourn.runtime.config.MailAccount
import dev.sojourn.runtime.config.SendLimits
import dev.sojourn.runtime.outside.OutsideHttp
import io.vertx.core.Future
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList

class OutageDatabaseSpec extends MailerSpecification {
  static final int MAILS = 12

  def "an outage of two hours loses no mail and doubles none"() {
    given:
    def away = new Away(clock, clock.instant() + Duration.ofHours(2))
    def mailer = mailer(new EmailSettings('Sojourn <hello@example.com>', false), away)
    def sends = (1..MAILS).collect { queued(contact("c$it@example.com")) }

    when: 'time passes in steps, three and a half hours of it'
    nothingIsDue()
    42.times {
      clock.passes(Duration.ofMinutes(5))
      mailer.nudge()
      nothingIsDue()
    }

    then:
    sends.every { outcome(it).told() == 'sent' }
    away.taken.size() == MAILS
    away.taken.toSet() == sends.collect { face(it) }.toSet()
    rows('select 1 from dead_letters').empty

    and: 'each was tried more often than eight times, and not without end'
    sends.every { view(it).attempts() > 8 && view(it).attempts() <= 16 }
  }

  def "mails whose acceptance went unheard reach a service that knows keys once"() {
    given: 'a service that takes ten mails and hangs up'
    def recorder = new MailServiceFixture(vertx, { n -> "{\"id\": \"m-$n\"}" })
    10.times { recorder.does { it.reset() } }
    def http = OutsideHttp.of(vertx, new OutsideHttp.Bounds(4, Duration.ofSeconds(5), 64 << 10, false))
    def resend = new ResendProvider(http, new MailAccount(URI.create(recorder.url), 'k'), new SendLimits(4, 0))
    def mailer = mailer(new EmailSettings('Sojourn <hello@example.com>', false), resend)

    when:
    def sends = (1..MAILS).collect { queued(contact("c$it@example.com")) }
    nothingIsDue()
    3.times {
      clock.passes(Duration.ofMinutes(1))
      mailer.nudge()
      nothingIsDue()
    }

    then:
    sends.every { outcome(it).told() == 'sent' }
    recorder.requests.size() == MAILS + 10
    def byKey = recorder.requests.groupBy { it.headers['idempotency-key'] }
    byKey.size() == MAILS
    byKey.values().every { it*.raw.unique().size() == 1 }

    cleanup:
    recorder.close()
  }

  private void nothingIsDue() {
    eventually {
      assert rows("select 1 from sends where status in ('queued', 'rendered') and (due_at <= \$1::timestamptz or lease_until is not null)",
          clock.instant()).empty
    }
  }

  /** Takes nothing until then, and remembers what it took. */
  static class Away implements Provider {
    final List<String> taken = new CopyOnWriteArrayList<>()
    private final MailerSpecification.MovedClock clock
    private final Instant until

    Away(MailerSpecification.MovedClock clock, Instant until) {
      this.clock = clock
      this.until = until
    }

    @Override
    String id() {
      'away'
    }

    @Override
    Future<Accepted> send(OutgoingMail mail) {
      if (clock.instant() < until) return Future.failedFuture(ProviderFailure.retryable('away', null))
      taken << mail.sendId()
      Future.succeededFuture(new Accepted("p-${mail.sendId()}"))
    }
  }
}
