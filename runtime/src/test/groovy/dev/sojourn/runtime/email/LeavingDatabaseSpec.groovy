package dev.sojourn.runtime.email

import dev.sojourn.core.mail.MailExtras
import dev.sojourn.core.preference.Grant
import dev.sojourn.core.preference.MailLinks
import dev.sojourn.core.preference.Tokens
import dev.sojourn.core.replay.Json
import dev.sojourn.core.verdict.TestMode
import dev.sojourn.dsl.definition.Hours
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.runtime.preference.Preferences
import java.nio.file.Files
import java.time.Duration

/** Lists that must be asked for, and the ways out of a mail. */
class LeavingDatabaseSpec extends MailerSpecification {
  static final Tokens TOKENS = new Tokens('a secret of thirty-two characters', [])

  def cleanup() {
    Files.deleteIfExists(files.resolve('lists.groovy'))
    Files.deleteIfExists(files.resolve('templates/leaving.html'))
  }

  def "a mail of a list that must be asked for goes to nobody who said #said: #told"() {
    given:
    Files.writeString(files.resolve('lists.groovy'), "list('beta') { optIn() }")
    await(bundle.reload())
    def ada = contact('ada@example.com')
    if (said != null) {
      prefer(ada, 'ada@example.com', false, false, [beta: said])
    }
    mailer()

    when:
    def send = asked(ada, 'welcome', 'beta')

    then:
    await(settled(send)) != null
    outcome(send).told() == told
    outcome(send).reason() == reason
    provider.mails.size() == (told == 'sent' ? 1 : 0)

    where:
    said  || told           | reason
    null  || 'unsubscribed' | 'unsubscribed_from_category'
    false || 'unsubscribed' | 'unsubscribed_from_category'
    true  || 'sent'         | null
  }

  def "a mail carries the links by which its reader leaves, the same at each try"() {
    given:
    Files.writeString(files.resolve('templates/leaving.html'),
        '---\nsubject: Hi\n---\n<a href="{{unsubscribeUrl}}">leave</a> <a href="{{preferencesUrl}}">choose</a>')
    await(bundle.reload())
    provider.script = [ProviderFailure.retryable('busy', null)]
    def ada = contact('Ada@Example.com')
    def mailer = mailer(new EmailSettings('hello@example.com', false, new MailLinks('https://x.co', TOKENS, Duration.ofDays(730)), TestMode.OFF, null))

    when:
    def send = asked(ada, 'leaving', 'journey')
    eventually { assert view(send).error() == 'busy' }
    clock.passes(Duration.ofHours(1))
    mailer.nudge()

    then:
    await(settled(send)) != null
    provider.messages.size() == 2
    provider.messages[0] == provider.messages[1]

    when:
    def mail = provider.mails[1]
    def headers = mail.headers().collectEntries { [it.name(), it.value()] }
    def url = headers['List-Unsubscribe'][1..-2]
    def grant = TOKENS.read(url.split('token=')[1], clock.instant()).get()

    then:
    headers.keySet() as List == ['List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID']
    headers['Feedback-ID'] == 'leaving:journey:welcome:example.com'
    headers['List-Unsubscribe-Post'] == 'List-Unsubscribe=One-Click'
    url.startsWith('https://x.co/v1/email/unsubscribe?token=')
    [grant.externalId(), grant.email(), grant.action(), grant.category()] ==
        [database.publicIds().face(ada), 'ada@example.com', Grant.Action.UNSUBSCRIBE, 'journey']
    mail.html().contains(url.split('token=')[1])
    mail.html().contains('https://x.co/v1/email/preferences?token')
    provider.messages[0].contains("\r\nList-Unsubscribe: <$url>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
  }

  def "a mail that goes whatever its reader wants has no way out to show"() {
    given:
    mailer(new EmailSettings('hello@example.com', false, new MailLinks('https://x.co', TOKENS, Duration.ofDays(730)), TestMode.OFF, null))
    def orders = new Orders(database, clock, sends, new Preferences())

    when:
    [false, true].each { unchecked ->
      await(orders.place(new MailOrder(null, "u$unchecked@example.com", 'welcome', 'transactional', null, null, [plan: 'pro'], null, MailExtras.NONE, unchecked)))
    }
    eventually { assert provider.mails.size() == 2 }

    then:
    provider.mails.find { it.to() == 'ufalse@example.com' }.headers()*.name() == ['List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID']
    provider.mails.find { it.to() == 'utrue@example.com' }.headers()*.name() == ['Feedback-ID']
  }

  private long asked(long contact, String template, String category) {
    def journey = await(database.names().intern('task', ['journey:welcome']))['journey:welcome']
    def made = new NewSend(database.ids().next(), 0, contact, database.ids().next(), 0, journey, template,
        new SendPolicy(category, Duration.ZERO, Hours.ALL, null), Json.write([props: [plan: 'pro'], journeyName: 'Welcome']))
    await(database.transaction { tx -> sends.queue(tx, [made]) })
    made.id()
  }
}
