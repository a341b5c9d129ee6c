package dev.sojourn.runtime.email

import dev.sojourn.runtime.config.MailAccount
import dev.sojourn.runtime.email.ProviderFailure.Kind
import dev.sojourn.runtime.outside.OutsideHttp
import java.time.Duration
import spock.lang.AutoCleanup

/** What every provider that is asked over HTTP does. */
abstract class HttpProviderSpec extends ProviderContractSpec {
  static final String KEY = 'key_hush'

  @AutoCleanup MailServiceFixture recorder = new MailServiceFixture(vertx, { n -> accepted(n) })
  OutsideHttp http = OutsideHttp.of(vertx, new OutsideHttp.Bounds(16, Duration.ofSeconds(2), 64 << 10, false))
  Provider provider = made(http, new MailAccount(URI.create(recorder.url), KEY))

  def cleanup() {
    await(provider.close())
  }

  abstract Provider made(OutsideHttp http, MailAccount account)

  /** An answer of success, with this id in it. */
  abstract String accepted(Object id)

  @Override
  List arrived() {
    recorder.requests*.body
  }

  protected ProviderFailure failure() {
    await(provider.send(mail(1, 'x', 'x', 'x')).map { null }.otherwise { it })
  }

  def "the service's own id comes back"() {
    given:
    recorder.answers(200, accepted('m-1'))

    expect:
    await(provider.send(mail(1, 'x', 'x', 'x'))).providerId() == 'm-1'
  }

  def "an answer of #status may be another one later"() {
    given:
    recorder.answers(status, body)

    when:
    def failure = failure()

    then:
    failure.kind() == Kind.RETRYABLE
    failure.message.contains("answer $status")
    failure.message.contains('019a0000-0000-7000-8000-000000000001')

    where:
    status | body
    500    | '{"message": "oops", "Message": "oops"}'
    502    | '<html>Bad Gateway</html>'
    503    | ''
    200    | '<html>hello</html>'
    200    | '{}'
    200    | ''
    200    | '["id"]'
  }

  def "a service that has too much to do says for how long: #headers"() {
    given:
    recorder.answers(429, '{"message": "slow down"}', headers)

    when:
    def failure = failure()

    then:
    failure.kind() == Kind.THROTTLED
    failure.retryAfter() == Duration.parse(wait)

    where:
    headers                                                                                       || wait
    ['Retry-After': '17']                                                                         || 'PT17S'
    ['Retry-After': 'Sun, 01 Mar 2026 12:01:00 GMT', 'Date': 'Sun, 01 Mar 2026 12:00:00 GMT']     || 'PT1M'
    [:]                                                                                           || 'PT1S'
    ['Retry-After': 'whenever']                                                                   || 'PT1S'
  }

  def "an outage that says when it ends slows this mail alone"() {
    given:
    recorder.answers(503, '', ['Retry-After': '60'])

    when:
    def failure = failure()

    then:
    failure.kind() == Kind.RETRYABLE
    failure.retryAfter() == Duration.ofMinutes(1)
  }

  def "an answer of #status refuses the mail"() {
    given:
    recorder.answers(status, '{"message": "no such thing", "Message": "no such thing", "ErrorCode": 300, "name": "validation_error"}')

    when:
    def failure = failure()

    then:
    failure.kind() == Kind.REFUSED
    failure.message.endsWith("answer $status: no such thing")

    where:
    status << [301, 400, 403, 404, 409, 413, 422]
  }

  def "a key that the service does not know is said, and not shown"() {
    given:
    recorder.answers(401, '{"message": "API key is invalid", "name": "invalid_api_key", "ErrorCode": 10}')

    when:
    def failure = failure()

    then:
    failure.kind() == Kind.REFUSED
    failure.message =~ /the key is refused; check [A-Z_]+$/
    !failure.message.contains(KEY)
  }

  def "a service that #what has perhaps not taken the mail"() {
    given:
    recorder.does(deed)

    when:
    def failure = failure()

    then:
    failure.kind() == Kind.RETRYABLE

    and: 'the next one passes'
    await(provider.send(mail(2, 'x', 'x', 'x'))) != null

    where:
    what                      | deed
    'says nothing'            | { }
    'ends the connection'     | { it.reset() }
    'stops in the middle'     | { it.setChunked(true).write('{"id": ') }
    'breaks off in the middle' | { it.setChunked(true).write('{"id": '); it.reset() }
    'never stops'             | { response -> response.setChunked(true); 200.times { response.write('x' * 1000) } }
  }

  def "a service that is away may come back"() {
    given:
    recorder.close()

    expect:
    failure().kind() == Kind.RETRYABLE
  }

  def "what a service says stays on one short line"() {
    given:
    recorder.answers(400, '{"message": "a\\r\\nb' + 'x' * 5000 + '", "Message": "a\\r\\nb' + 'x' * 5000 + '", "ErrorCode": 300}')

    when:
    def failure = failure()

    then:
    !failure.message.find(/\p{Cntrl}/)
    failure.message.length() < 500
  }
}
