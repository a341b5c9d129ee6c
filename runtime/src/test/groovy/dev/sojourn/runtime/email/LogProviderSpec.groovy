package dev.sojourn.runtime.email

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.TempDir

class LogProviderSpec extends ProviderContractSpec {
  @TempDir Path home

  Path getDirectory() {
    home.resolve('mailbox')
  }

  @Override
  Provider getProvider() {
    new LogProvider(vertx, directory, LIMITS)
  }

  @Override
  List arrived() {
    Files.list(directory).withCloseable { files -> files.map { normal(Files.readAllBytes(it)) }.toList() }
  }

  @Override
  Object form(OutgoingMail mail) {
    normal(Mime.of(mail).bytes())
  }

  def "the mailbox shows the newest first, a page at a time"() {
    given:
    def provider = provider
    (1..5).each { await(provider.send(mail(it, "Mail é $it", "<p>$it</p>", "$it"))) }
    Files.writeString(directory.resolve('notes.eml'), 'not one of ours')
    def mailbox = new Mailbox(vertx, directory)

    expect:
    await(mailbox.list(2, 0))*.subject() == ['Mail é 5', 'Mail é 4']
    await(mailbox.list(10, 3))*.subject() == ['Mail é 2', 'Mail é 1']
    with(await(mailbox.one(mail(3, '', '', '').sendId())).get()) {
      from() == '"Sojourn" <hello@example.com>'
      to() == 'ada@example.com'
      html() == '<p>3</p>'
      text() == '3'
      date() == 'Sun, 1 Mar 2026 12:00:00 GMT'
    }
  }

  def "a mailbox that is not there is empty, and nobody reads outside of it"() {
    given:
    def mailbox = new Mailbox(vertx, home.resolve('mailbox'))
    Files.writeString(home.resolve('secret.eml'), 'Subject: no\n\n')

    expect:
    await(mailbox.list(10, 0)) == []
    await(mailbox.one('../secret')).empty
    await(mailbox.one('019a0000-0000-7000-8000-000000000009')).empty
  }

  def "a directory that is gone fails in a way that may pass"() {
    given:
    def provider = provider
    Files.delete(directory)

    when:
    await(provider.send(mail(1, 'x', 'x', 'x')))

    then:
    def failure = thrown(ProviderFailure)
    failure.retryable
    failure.message.contains("send '019a0000-0000-7000-8000-000000000001' could not be written")
  }
}
