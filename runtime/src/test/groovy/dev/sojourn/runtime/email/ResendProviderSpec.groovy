package dev.sojourn.runtime.email

import dev.sojourn.runtime.config.MailAccount
import dev.sojourn.runtime.email.ProviderFailure.Kind
import dev.sojourn.runtime.outside.OutsideHttp

class ResendProviderSpec extends HttpProviderSpec {
  @Override
  Provider made(OutsideHttp http, MailAccount account) {
    new ResendProvider(http, account, LIMITS)
  }

  @Override
  String accepted(Object id) {
    "{\"id\": \"$id\"}"
  }

  @Override
  Object form(OutgoingMail mail) {
    def form = [from: 'Sojourn <hello@example.com>', to: ['ada@example.com'], subject: mail.subject(), html: mail.html(), text: mail.text()]
    if (mail.extras().headers()) {
      form += [
          reply_to: '"Help, please" <help@example.com>',
          headers: ['List-Unsubscribe': '<https://example.com/v1/email/unsubscribe?token=abc=?def>', 'X-Note': 'grün',
                    'Feedback-ID': 'ticket-1:journey::example.com'],
          tags: [[name: 'template', value: 'ticket-1'], [name: 'category', value: 'journey']],
          attachments: [[filename: 'Fahrkarte für Ada.pdf', content: 'cGRmIQ==', content_type: 'application/pdf'],
                        [filename: 'logo.png', content: 'AQID', content_type: 'image/png', content_id: 'logo@x']]]
    }
    form
  }

  def "it asks as the service wants to be asked"() {
    given:
    def mail = rich(1)

    when:
    2.times { await(provider.send(mail)) }

    then:
    with(recorder.requests.first()) {
      method == 'POST'
      path == '/emails'
      headers['authorization'] == 'Bearer key_hush'
      headers['content-type'] == 'application/json'
      headers['idempotency-key'] == mail.idempotencyKey()
    }
    recorder.requests[0].raw == recorder.requests[1].raw
    recorder.requests*.headers*.get('idempotency-key').unique().size() == 1
  }

  def "of two answers 409, '#name' is #kind"() {
    given:
    recorder.answers(409, "{\"statusCode\": 409, \"name\": \"$name\", \"message\": \"no\"}")

    expect:
    failure().kind() == kind

    where:
    name                              || kind
    'concurrent_idempotent_requests'  || Kind.RETRYABLE
    'invalid_idempotent_request'      || Kind.REFUSED
  }

  def "a domain that it lists as #status is verified: #verified"() {
    given:
    recorder.answers(200, "{\"object\": \"list\", \"data\": [{\"id\": \"1\", \"name\": \"other.com\", \"status\": \"verified\"}, {\"id\": \"2\", \"name\": \"$name\", \"status\": \"$status\"}]}")

    expect:
    await(provider.verified('example.com')).get() == verified
    with(recorder.requests.first()) {
      method == 'GET'
      path == '/domains'
      headers['authorization'] == 'Bearer key_hush'
    }

    where:
    name              | status        || verified
    'Example.com'     | 'verified'    || true
    'example.com'     | 'pending'     || false
    'sub.example.com' | 'verified'    || false
  }

  def "that it cannot list its domains says nothing of them"() {
    given:
    recorder.answers(401, '{"statusCode": 401, "name": "restricted_api_key", "message": "This API key is restricted to only send emails"}')

    expect:
    await(provider.verified('example.com').map { null }.otherwise { it }).message == 'resend did not list its domains: HTTP 401'
  }
}
