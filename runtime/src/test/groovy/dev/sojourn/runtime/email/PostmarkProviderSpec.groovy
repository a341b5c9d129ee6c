package dev.sojourn.runtime.email

import dev.sojourn.core.mail.MailExtras
import dev.sojourn.core.mail.MailTag
import dev.sojourn.runtime.config.MailAccount
import dev.sojourn.runtime.email.ProviderFailure.Kind
import dev.sojourn.runtime.outside.OutsideHttp

class PostmarkProviderSpec extends HttpProviderSpec {
  @Override
  Provider made(OutsideHttp http, MailAccount account) {
    new PostmarkProvider(http, account, 'outbound', LIMITS)
  }

  @Override
  String accepted(Object id) {
    "{\"To\": \"ada@example.com\", \"SubmittedAt\": \"2026-03-01T12:00:00Z\", \"MessageID\": \"$id\", \"ErrorCode\": 0, \"Message\": \"OK\"}"
  }

  @Override
  Object form(OutgoingMail mail) {
    def form = [From: 'Sojourn <hello@example.com>', To: 'ada@example.com', Subject: mail.subject(), HtmlBody: mail.html(), TextBody: mail.text(),
                Headers: [[Name: 'Message-ID', Value: mail.messageId()], [Name: 'X-PM-KeepID', Value: 'true']],
                TrackOpens: false, TrackLinks: 'None', MessageStream: 'outbound']
    if (mail.extras().headers()) {
      form += [
          ReplyTo: '"Help, please" <help@example.com>',
          Tag: 'ticket/1',
          Metadata: [template: 'ticket/1', category: 'journey'],
          Headers: [[Name: 'List-Unsubscribe', Value: '<https://example.com/v1/email/unsubscribe?token=abc=?def>'],
                    [Name: 'X-Note', Value: 'grün'],
                    [Name: 'Feedback-ID', Value: 'ticket-1:journey::example.com']] + form.Headers,
          Attachments: [[Name: 'Fahrkarte für Ada.pdf', Content: 'cGRmIQ==', ContentType: 'application/pdf'],
                        [Name: 'logo.png', Content: 'AQID', ContentType: 'image/png', ContentID: 'cid:logo@x']]]
    }
    form
  }

  def "it asks as the service wants to be asked"() {
    when:
    await(provider.send(rich(1)))

    then:
    with(recorder.requests.first()) {
      method == 'POST'
      path == '/email'
      headers['x-postmark-server-token'] == 'key_hush'
      headers['content-type'] == 'application/json'
      headers['accept'] == 'application/json'
    }
  }

  def "a tag longer than the service takes is cut, where it would refuse the mail"() {
    given:
    def plain = mail(1, 'x', 'x', 'x')
    def extras = new MailExtras(null, [], [new MailTag('template', 't' * 256)], [])

    when:
    await(provider.send(new OutgoingMail(plain.sendId(), plain.date(), plain.from(), plain.to(), 'x', 'x', 'x', extras)))

    then:
    recorder.requests.first().body.Metadata == [template: 't' * 80]
  }

  def "an address that the service knows to take no mail is a bounce"() {
    given:
    recorder.answers(422, '{"ErrorCode": 406, "Message": "You tried to send to a recipient that has been marked as inactive."}')

    when:
    def failure = failure()

    then:
    failure.kind() == Kind.BOUNCED
    !failure.retryable
    failure.message.contains('marked as inactive')
  }

  def "success with an error code of #code is none"() {
    given:
    recorder.answers(200, "{\"ErrorCode\": $code, \"Message\": \"no\"}")

    expect:
    failure().kind() == kind

    where:
    code || kind
    300  || Kind.REFUSED
    406  || Kind.BOUNCED
    10   || Kind.REFUSED
  }
}
