package dev.sojourn.runtime.email

import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.runtime.config.EmailConfig
import dev.sojourn.runtime.config.SmtpUrl
import io.vertx.core.Vertx
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import java.time.ZoneOffset
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class DispatchSpec extends Specification {
  @AutoCleanup(value = 'close') Vertx vertx = Vertx.vertx()
  @TempDir Path home

  def "a mail whose lease has run out goes nowhere, and the loop hears that it is let go"() {
    given:
    def clock = InstantSource.fixed(Instant.EPOCH)
    def claimed = new ClaimedSends(vertx, null, clock)
    def provider = new MailerSpecification.ScriptedProvider()
    def ended = []
    def lapses = 0
    def dispatch = new Dispatch(vertx.orCreateContext, provider, clock, claimed, { ended << it })
    dispatch.onLapse { lapses++ }
    def claim = new Claim(1, 1, 0, 2, null, null, 0, null, 'welcome', 'journey', 0, 0, null, null, null)
    def mail = new OutgoingMail('send', Instant.EPOCH, 'a@example.com', 'b@example.com', 'Hi', '<p>Hi</p>', 'Hi')

    when:
    dispatch.submit([new Draft.Ready(claim, mail.to(), mail, null, null, new SendPolicy('journey', Duration.ZERO), false, ZoneOffset.UTC)])

    then:
    provider.mails.empty
    ended.empty
    lapses == 1
  }

  def "the settings name the provider"() {
    expect:
    Provider.of(vertx, new EmailConfig(name, Optional.of(SmtpUrl.parse('smtp://mail')), 'a@example.com', home, false)).id() == name

    where:
    name << ['log', 'smtp']
  }
}
