package dev.sojourn.runtime.email

import dev.sojourn.runtime.tracking.Caller
import java.nio.file.Files

class TrackedMailsDatabaseSpec extends MailerSpecification {
  static final CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
  static final BODY = '<p>See <a href="https://a.example/?x=1&amp;y={{plan}}">this</a></p>\n'

  @Override
  boolean isTracking() {
    true
  }

  def setupSpec() {
    Files.writeString(files.resolve('templates/linked.html'), "---\nsubject: Linked\nprops: {plan: string}\n---\n$BODY".toString())
    Files.writeString(files.resolve('templates/quiet.html'), "---\nsubject: Quiet\nprops: {plan: string}\ntrackOpens: false\ntrackClicks: false\n---\n$BODY".toString())
  }

  def "a mail goes out with our links and a pixel, and its plain part with those it was written with"() {
    given:
    mailer()

    when:
    def send = queued(contact('ada@example.com'), [template: 'linked'])
    await(settled(send))

    then:
    def mail = provider.mails[0]
    def word = (mail.html() =~ /<p>See <a href="https:\/\/go.example.com\/v1\/t\/c\/([\w-]+)">this<\/a><\/p>/)[0][1]
    tracking(vertx, database).follow(word, null) == 'https://a.example/?x=1&y=pro'
    mail.html().endsWith("<img src=\"https://go.example.com/v1/t/o/${face(send)}\" width=\"1\" height=\"1\" alt=\"\" style=\"display:none\">")
    mail.text() == 'See this (https://a.example/?x=1&y=pro)\n'
  }

  def "#what goes out as it was rendered"() {
    given:
    mailer()

    when:
    queue.call(this)

    then:
    eventually { assert provider.mails*.html() == ['<p>See <a href="https://a.example/?x=1&amp;y=pro">this</a></p>\n'] }

    where:
    what                                  | queue
    'a template that wants no tracking'   | { TrackedMailsDatabaseSpec it -> it.queued(it.contact('ada@example.com'), [template: 'quiet']) }
    'a mail that tries a template out'    | { TrackedMailsDatabaseSpec it -> await(it.sends.tryOut('linked', 'ada@example.com', [plan: 'pro'])) }
  }

  def "who follows a link before the provider has answered is not forgotten when it does"() {
    given:
    provider.hold()
    mailer()
    def send = queued(contact('ada@example.com'), [template: 'linked'])
    provider.reached()
    def tracking = tracking(vertx, database)
    def word = (provider.mails[0].html() =~ /v1\/t\/c\/([\w-]+)/)[0][1]

    when:
    tracking.follow(word, new Caller(null, CHROME, ''))
    await(tracking.close())

    then:
    view(send).status() == SendStatus.RENDERED

    when:
    provider.go()
    await(settled(send))

    then:
    view(send).status() == SendStatus.CLICKED
    view(send).sentAt() != null
    outcome(send).status() == SendStatus.CLICKED
  }
}
