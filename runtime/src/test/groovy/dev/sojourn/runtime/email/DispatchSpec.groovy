package dev.sojourn.runtime.email

import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.runtime.config.EmailConfig
import dev.sojourn.runtime.config.MailAccount
import dev.sojourn.runtime.config.SendLimits
import dev.sojourn.runtime.config.SmtpUrl
import dev.sojourn.runtime.config.TransportConfig
import io.vertx.core.Context
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import java.time.ZoneOffset
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class DispatchSpec extends Specification {
  @AutoCleanup(value = 'close') Vertx vertx = Vertx.vertx()
  @TempDir Path home
  static final Instant BEGUN = Instant.now()

  Context context = vertx.orCreateContext

  InstantSource clock = new MailerSpecification.MovedClock()
  ClaimedSends claimed = new ClaimedSends(vertx, null, clock, 1L << 20)
  MailerSpecification.ScriptedProvider provider = new MailerSpecification.ScriptedProvider()
  List<Outcome> ended = new CopyOnWriteArrayList<>()

  def "a mail whose lease has run out goes nowhere, and the loop hears that it is let go"() {
    given:
    def lapses = 0
    def dispatch = new Dispatch(vertx.orCreateContext, provider, clock, claimed, { ended << it })
    dispatch.onLapse { lapses++ }

    when:
    dispatch.submit([letter(1)])

    then:
    provider.mails.empty
    ended.empty
    lapses == 1
  }

  def "a log names nobody whom a provider names, and stays on one line"() {
    given:
    def outcome = Outcome.failed(letter(1).claim(), 'provider_refused', said)

    expect:
    outcome.error() == said
    outcome.logged() == logged

    where:
    said                                            || logged
    '550 <ada@example.com>: no such user'           || '550 <…@example.com>: no such user'
    "'ada.l+x@example.com', bob@example.org gone"   || "'…@example.com', …@example.org gone"
    "no\r\nERROR forged"                            || 'no ERROR forged'
    'the service is away'                           || 'the service is away'
  }

  def "a provider that asks for time gets it, then one mail goes ahead, and the others follow"() {
    given:
    provider.script = [ProviderFailure.throttled('slow down', Duration.ofSeconds(30))]
    def dispatch = dispatch()

    when:
    submit(dispatch, [1])
    ended(1)
    submit(dispatch, [2, 3, 4])

    then:
    ended*.status() == [SendStatus.RENDERED]
    ended[0].dueAt() >= clock.instant() + Duration.ofSeconds(29)
    provider.mails*.sendId() == ['send-1']

    when:
    provider.hold()
    clock.passes(Duration.ofSeconds(31))
    submit(dispatch, [5])

    then: 'nobody knows yet whether it passes'
    provider.mails*.sendId() == ['send-1', 'send-2']

    when:
    provider.go()
    ended(5)

    then:
    provider.mails*.sendId() == ['send-1', 'send-2', 'send-3', 'send-4', 'send-5']
    ended.drop(1)*.status().unique() == [SendStatus.SENT]
  }

  def "a pause ends by itself"() {
    given:
    provider.script = [ProviderFailure.throttled('slow down', Duration.ofMillis(50))]
    def dispatch = dispatch()

    when:
    submit(dispatch, [1])
    ended(1)
    submit(dispatch, [2])
    ended(2)

    then:
    provider.mails*.sendId() == ['send-1', 'send-2']
  }

  def "not more mails are under way than may be, and not more begin in a second"() {
    given:
    provider.limits = new SendLimits(most, rate)
    provider.ahead = ahead
    provider.hold()
    def dispatch = dispatch()

    when:
    submit(dispatch, 1..9)

    then:
    provider.mails.size() == begun

    where:
    most | ahead | rate || begun
    4    | 0     | 0    || 4
    4    | 2     | 0    || 6
    64   | 0     | 3    || 3
    2    | 2     | 3    || 3
    2    | 0     | 3    || 2
  }

  def "what a provider says of an address is told apart from what it says of a mail"() {
    given:
    provider.script = [failure]

    when:
    submit(dispatch(), [1])
    ended(1)

    then:
    ended[0].status() == SendStatus.FAILED
    ended[0].reason() == reason

    where:
    failure                                      || reason
    ProviderFailure.permanent('no', null)        || 'provider_refused'
    ProviderFailure.bounced('inactive')          || 'recipient_bounced'
  }

  def "the eighth failure is the last only when three hours have passed"() {
    given:
    provider.script = [ProviderFailure.retryable('away', null)]
    clock.passes(Duration.parse(after))

    when:
    submit(dispatch(), [1], attempts)
    ended(1)

    then:
    ended[0].exhausted() == exhausted

    where:
    after    | attempts || exhausted
    'PT11M'  | 7        || false
    'PT2H'   | 11       || false
    'PT3H'   | 7        || true
    'PT5H'   | 6        || false
  }

  def "the settings name the provider"() {
    expect:
    Provider.of(vertx, new EmailConfig(new TransportConfig(way, new SendLimits(7, 9)), 'a@example.com', home, false), { [:] }, { Optional.empty() }).id() == way.id()
    Provider.of(vertx, new EmailConfig(new TransportConfig(way, new SendLimits(7, 9)), 'a@example.com', home, false), { [:] }, { Optional.empty() }).limits() == new SendLimits(7, 9)

    where:
    way << [new TransportConfig.Way.Log(), new TransportConfig.Way.Smtp(SmtpUrl.parse('smtp://mail')),
            new TransportConfig.Way.Resend(new MailAccount(URI.create('https://mail'), 'k')),
            new TransportConfig.Way.Postmark(new MailAccount(URI.create('https://mail'), 'k'), 'outbound')]
  }

  private Dispatch dispatch() {
    new Dispatch(context, provider, clock, claimed, { ended << it })
  }

  /** Done once what can begin has begun. */
  private void submit(Dispatch dispatch, Iterable<Integer> numbers, int attempts = 0) {
    def letters = numbers.collect { letter(it, attempts) }
    def done = Promise.promise()
    context.runOnContext { claimed.taken(letters*.claim(), System.nanoTime() + 60_000_000_000L); dispatch.submit(letters); done.complete() }
    await(done.future())
  }

  private static Draft.Ready letter(int n, int attempts = 0) {
    def claim = new Claim(n, 1, 0, 2, null, null, attempts, null, 'welcome', 'journey', 0, 0, 0, 0, null, null, null)
    def mail = new OutgoingMail("send-$n", BEGUN, 'a@example.com', 'b@example.com', 'Hi', '<p>Hi</p>', 'Hi')
    new Draft.Ready(claim, mail.to(), mail, null, null, new SendPolicy('journey', Duration.ZERO), false, ZoneOffset.UTC)
  }

  private void ended(int count) {
    new PollingConditions(timeout: 10).eventually { assert ended.size() == count }
  }

  private static <T> T await(Future<T> future) {
    MailerSpecification.await(future)
  }
}
