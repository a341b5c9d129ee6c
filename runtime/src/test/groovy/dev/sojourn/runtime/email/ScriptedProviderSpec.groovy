package dev.sojourn.runtime.email

import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.mail.MailExtras
import dev.sojourn.dsl.provider.ProviderFile
import dev.sojourn.runtime.config.TransportConfig.Way
import dev.sojourn.runtime.email.ProviderFailure.Kind
import dev.sojourn.runtime.outside.OutsideHttp
import java.time.Duration
import spock.lang.AutoCleanup

class ScriptedProviderSpec extends ProviderContractSpec {
  @AutoCleanup MailServiceFixture recorder = new MailServiceFixture(vertx, { n -> "{\"id\": \"m-$n\"}" })
  Provider provider = made(recorder.url)

  def cleanup() {
    await(provider.close())
  }

  private ScriptedProvider made(String url, boolean here = true, String more = '') {
    def service = ProviderFile.compile('providers/acme.groovy', 'acme', """\
provider('acme') {
  secrets 'ACME_TOKEN'
  send { mail ->
    post '$url/send?x=1', headers: ['X-Token': secret('ACME_TOKEN'), 'X-Key': mail.idempotencyKey], json: [
        from: mail.from, name: mail.fromName, to: mail.to, subject: mail.subject, html: mail.html, text: mail.text, replyTo: mail.replyTo,
        headers: mail.headers, tags: mail.tags, files: mail.attachments$more]
  }
  accepted { answer -> answer.json.id }
  reason { answer -> answer.json.message }
}
""")
    new ScriptedProvider(vertx, OutsideHttp.of(vertx, new OutsideHttp.Bounds(16, Duration.ofSeconds(2), 64 << 10, false)), at(new Way.Scripted('acme', service, [ACME_TOKEN: 'hush'], here)), LIMITS)
  }

  private static NewestWay at(Way.Scripted way) {
    new NewestWay(way, { null }, { Optional.empty() })
  }

  @Override
  List arrived() {
    recorder.requests*.body
  }

  @Override
  Object form(OutgoingMail mail) {
    def form = [from: 'Sojourn <hello@example.com>', name: 'Sojourn', to: 'ada@example.com', subject: mail.subject(), html: mail.html(), text: mail.text()]
    if (mail.extras().replyTo()) {
      form.replyTo = '"Help, please" <help@example.com>'
    }
    form + [headers: mail.headers().collectEntries { [it.name(), it.value()] }, tags: mail.extras().tags().collectEntries { [it.name(), it.value()] },
            files: mail.extras().attachments().collect {
              def file = [filename: it.filename(), contentType: it.contentType(), content: it.base64()]
              it.contentId() ? file + [contentId: it.contentId()] : file
            }]
  }

  private ProviderFailure failure(Provider asked = provider) {
    await(asked.send(mail(1, 'x', 'x', 'x')).map { null }.otherwise { it })
  }

  def "it asks as the file says"() {
    when:
    def accepted = await(provider.send(mail(1, 'x', 'x', 'x')))

    then:
    accepted.providerId() == 'm-1'
    with(recorder.requests.first()) {
      method == 'POST'
      path == '/send?x=1'
      headers['x-token'] == 'hush'
      headers['content-type'] == 'application/json'
    }
  }

  def "an answer #status means #kind"() {
    given:
    recorder.answers(status, '{"message": "because"}', ['Retry-After': '7'])

    when:
    def failure = failure()

    then:
    failure.kind() == kind
    failure.message.endsWith("answer $status: because")
    failure.retryAfter() == (kind == Kind.REFUSED ? null : Duration.ofSeconds(7))

    where:
    status || kind
    429    || Kind.THROTTLED
    500    || Kind.RETRYABLE
    404    || Kind.REFUSED
    302    || Kind.REFUSED
  }

  def "a mistake in the file says its line and stops the mail alone"() {
    given:
    def broken = made(recorder.url, true, ", x: mail.subject.substring(99)")

    when:
    def failure = failure(broken)

    then:
    failure.kind() == Kind.REFUSED
    failure.message =~ /providers\/acme\.groovy:[456]: /

    cleanup:
    await(broken.close())
  }

  def "a mail with files is refused by a file that never asks for them, and no other mail"() {
    given:
    def service = ProviderFile.compile('providers/bare.groovy', 'bare', """\
provider('bare') {
  send { mail -> post '$recorder.url', json: [to: mail.to] }
  accepted { answer -> answer.json.id }
}
""")
    def bare = new ScriptedProvider(vertx, OutsideHttp.of(vertx, new OutsideHttp.Bounds(16, Duration.ofSeconds(2), 64 << 10, false)), at(new Way.Scripted('bare', service, [:], true)), LIMITS)
    def plain = mail(1, 'x', 'x', 'x')
    def extras = new MailExtras(null, [], [], [Attachment.of('a.txt', 'text/plain', 'a'.bytes, null)])
    def loaded = new OutgoingMail(plain.sendId(), plain.date(), plain.from(), plain.to(), 'x', 'x', 'x', extras)

    when:
    def failure = await(bare.send(loaded).map { null }.otherwise { it })

    then:
    failure.kind() == Kind.REFUSED
    failure.message.contains("the mail has attachments, which this provider does not pass on")
    recorder.requests.empty

    and:
    await(bare.send(plain)).providerId() == 'm-1'

    cleanup:
    await(bare.close())
  }

  def "#url is not asked"() {
    given:
    def inside = made(url, here)

    when:
    def failure = failure(inside)

    then:
    failure.kind() == Kind.REFUSED
    failure.message.contains(says)

    cleanup:
    await(inside.close())

    where:
    url                         | here  || says
    'http://127.0.0.1:1'        | false || 'may not be asked'
    'https://localhost:1'       | false || 'may not be asked'
    'https://10.0.0.1'          | true  || 'may not be asked'
    'https://192.168.1.1'       | true  || 'may not be asked'
    'https://169.254.169.254'   | true  || 'may not be asked'
    'https://100.64.0.1'        | true  || 'may not be asked'
    'https://[fd00::1]'         | true  || 'may not be asked'
    'https://[::ffff:10.0.0.1]' | true  || 'may not be asked'
    'https://0.0.0.0'           | true  || 'may not be asked'
    'http://192.0.2.1'          | true  || 'may not be asked'
    'ftp://192.0.2.1'           | true  || 'is not of the form'
    'https://me:hush@192.0.2.1' | true  || 'is not of the form'
    'acme.example'              | true  || 'is not of the form'
  }
}
