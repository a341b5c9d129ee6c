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
}
