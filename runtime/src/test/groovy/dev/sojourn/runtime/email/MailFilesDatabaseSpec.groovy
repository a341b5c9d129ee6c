package dev.sojourn.runtime.email

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.core.mail.Attachment
import dev.sojourn.core.mail.MailExtras
import dev.sojourn.core.preference.MailLinks
import dev.sojourn.core.preference.Tokens
import dev.sojourn.core.verdict.TestMode
import dev.sojourn.dsl.definition.ListsDefinition
import dev.sojourn.runtime.config.SmtpUrl
import dev.sojourn.runtime.preference.Preferences
import jakarta.mail.Session
import jakarta.mail.internet.MimeMessage
import java.nio.file.Files
import java.time.Duration

/** Mails with files, from the order to the provider. */
class MailFilesDatabaseSpec extends MailerSpecification {
  static final PDF = Attachment.of('Rechnung März.pdf', 'application/pdf', [0, 1, 2, 0xff, 10, 13, 46] as byte[], null)
  static final LOGO = Attachment.of('logo.png', 'image/png', [0x89, 0x50, 0x4e, 0x47] as byte[], 'logo@example.com')

  Orders orders = new Orders(database, clock, sends, new Preferences({ ListsDefinition.NONE }))
  DeadLetters letters = new DeadLetters(vertx, database, clock, sends)

  def "a mail goes out with its files, its reply address and its tags, and the files then lie in it alone"() {
    given:
    mailer()

    when:
    def send = placed()
    sent(send)

    then:
    with(provider.mails.first().extras()) {
      attachments() == [PDF, LOGO]
      replyTo() == 'Help <help@example.com>'
      tags().collectEntries { [it.name(), it.value()] } == [template: 'welcome', category: 'transactional']
    }
    lying() == 0
    rows('select bytes from sends where id = $1::int8', send).first().getInteger(0) > 11
  }

  def "a mail of a journey is tagged with its journey, too"() {
    given:
    mailer()

    when:
    await(settled(queued(contact('ada@example.com'), journey: 'trial-ending')))

    then:
    provider.mails.first().extras().tags().collect { [it.name(), it.value()] } == [['template', 'welcome'], ['category', 'journey'], ['journey', 'trial-ending']]
    provider.messages.first().contains('\r\nFeedback-ID: welcome:journey:trial-ending:example.com\r\n')
  }

  def "each attempt is the same bytes"() {
    given:
    provider.script = [ProviderFailure.retryable('busy', null)]
    def mailer = mailer()

    when:
    def send = placed()
    eventually { assert view(send).error() == 'busy' }
    clock.passes(Duration.ofHours(1))
    mailer.nudge()
    sent(send)

    then:
    provider.messages.size() == 2
    provider.messages.toSet().size() == 1
    provider.mails[1].extras() == provider.mails[0].extras()
  }

  def "a process that dies after the admission leaves a mail whose files another one sends"() {
    given:
    provider.hold()
    def first = process()
    first.mailer()
    def send = placed()
    provider.reached()
    first.kill()
    provider.forget()

    expect:
    lying() == 0

    when:
    clock.passes(Duration.ofMinutes(1))
    mailer()
    sent(send)

    then:
    provider.messages.size() == 2
    provider.messages.toSet().size() == 1
    provider.mails[1].extras().attachments() == [PDF, LOGO]
  }

  def "what failed before it was rendered keeps its files, and goes out with them when it is driven again"() {
    given:
    mailer()
    def send = placed([:])
    eventually { assert outcome(send).reason() == 'render_failed' }

    expect:
    lying() == 2

    when:
    Files.writeString(files.resolve('templates/welcome.html'), '---\nsubject: Welcome\n---\n<p>Hello</p>')
    await(bundle.reload())
    await(letters.resend(send))
    sent(send)

    then:
    provider.mails.first().extras().attachments() == [PDF, LOGO]
    lying() == 0

    cleanup:
    Files.writeString(files.resolve('templates/welcome.html'), WELCOME)
  }

  def "a mail that came back is sent again with its files"() {
    given:
    mailer()
    def send = placed()
    sent(send)
    rows("update sends set status = 'bounced' where id = \$1::int8", send)

    when:
    def again = await(letters.resend(send)).get()
    sent(again)

    then:
    again != send
    provider.mails[1].sendId() == face(again)
    provider.mails[1].extras() == provider.mails[0].extras()
  }

  def "a mail that was given up is retried with its files"() {
    given:
    def mailer = mailer()
    provider.script = [ProviderFailure.retryable('busy', null)] * 8
    def send = placed()
    8.times { n ->
      eventually { assert rows('select 1 from sends where attempts = $1::int2 and lease_until is null', (short) (n + 1)) }
      clock.passes(Duration.ofHours(2))
      mailer.nudge()
    }
    eventually { assert outcome(send).told() == 'failed' }

    when:
    await(letters.retry(await(letters.list('email', 'pending', 10, 0)).items()[0].id()))
    sent(send)

    then:
    provider.messages.size() == 9
    provider.messages.toSet().size() == 1
    provider.mails.last().extras().attachments() == [PDF, LOGO]
  }

  def "who has left meanwhile gets nothing, and the files are gone"() {
    given:
    def send = placed()
    prefer(0, 'ada@example.com', false, true, [:])

    when:
    mailer()
    eventually { assert outcome(send).told() == 'unsubscribed' }

    then:
    lying() == 0
  }

  def "the test mode changes whom a mail goes to, and nothing that goes with it"() {
    given:
    mailer(new EmailSettings('Sojourn <hello@example.com>', false, links(), new TestMode(true, 'qa@example.com'), null))

    when:
    sent(placed())

    then:
    with(provider.mails.first()) {
      to() == 'qa@example.com'
      extras().attachments() == [PDF, LOGO]
      extras().replyTo() == 'Help <help@example.com>'
      extras().tags()*.name() == ['template', 'category']
      headers()*.name() == ['List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID']
    }
  }

  def "a strict reader finds everything in what an SMTP server got"() {
    given:
    def server = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))
    server.start()
    mailer(new EmailSettings('Sojourn <hello@example.com>', false, links(), TestMode.OFF, null), new SmtpProvider(vertx, SmtpUrl.parse("smtp://127.0.0.1:$server.smtp.port"), ProviderContractSpec.LIMITS))

    when:
    def send = placed()
    sent(send)
    def mail = strictly(server.receivedMessages[0])

    then:
    mail.messageID == "<${face(send)}@example.com>"
    mail.replyTo*.toString() == ['Help <help@example.com>']
    mail.getHeader('Feedback-ID') == ['welcome:transactional::example.com'] as String[]
    mail.getHeader('List-Unsubscribe')[0] =~ /^<https:.*>$/
    mail.getHeader('List-Unsubscribe-Post') == ['List-Unsubscribe=One-Click'] as String[]
    mail.contentType.startsWith('multipart/mixed')

    when:
    def alternative = mail.content.getBodyPart(0).content
    def related = alternative.getBodyPart(1).content
    def file = mail.content.getBodyPart(1)
    def picture = related.getBodyPart(1)

    then:
    alternative.getBodyPart(0).content.contains('You chose pro.')
    related.getBodyPart(0).content.contains('You chose <b>pro</b>') || related.getBodyPart(0).content.contains('You chose pro.')
    file.fileName == 'Rechnung März.pdf'
    file.contentType.startsWith('application/pdf')
    file.disposition == 'attachment'
    file.inputStream.bytes == PDF.content()
    picture.disposition == 'inline'
    picture.contentID == '<logo@example.com>'
    picture.inputStream.bytes == LOGO.content()

    cleanup:
    closeMailers()
    server.stop()
  }

  /** As a reader sees it who forgives nothing. */
  private static MimeMessage strictly(MimeMessage received) {
    def bytes = new ByteArrayOutputStream()
    received.writeTo(bytes)
    def properties = new Properties()
    ['mail.mime.address.strict', 'mail.mime.parameters.strict', 'mail.mime.decodetext.strict', 'mail.mime.contenttransferencoding.strict'].each {
      properties[it] = 'true'
    }
    ['mail.mime.base64.ignoreerrors', 'mail.mime.multipart.ignoremissingendboundary', 'mail.mime.multipart.ignoremissingboundaryparameter'].each {
      properties[it] = 'false'
    }
    new MimeMessage(Session.getInstance(properties), new ByteArrayInputStream(bytes.toByteArray()))
  }

  private static MailLinks links() {
    new MailLinks('https://mail.example.com', new Tokens('a secret of thirty-two characters', []), Duration.ofDays(730))
  }

  private long placed(Map props = [plan: 'pro']) {
    def extras = new MailExtras('Help <help@example.com>', [], [], [PDF, LOGO])
    await(orders.place(new MailOrder(null, 'ada@example.com', 'welcome', 'transactional', null, null, props, null, extras, false))).sendId()
  }

  /** Nobody is told of a mail that belongs to no run. */
  private void sent(long send) {
    eventually { assert outcome(send).told() == 'sent' }
  }

  private long lying() {
    rows('select count(*) from send_files').first().getLong(0)
  }
}
