package dev.sojourn.runtime.source

import dev.sojourn.core.source.Hook
import dev.sojourn.core.source.Reading
import dev.sojourn.dsl.source.Proof
import dev.sojourn.dsl.source.SourceFile
import dev.sojourn.runtime.config.SourceConfig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification

/** The sources that are built in, those of the samples, and what the manual shows of them. */
class SourceSamplesSpec extends Specification {
  static final Path ROOT = Path.of('').toAbsolutePath().with { here ->
    def path = here
    while (!Files.isDirectory(path.resolve('sources')) || !Files.isDirectory(path.resolve('runtime'))) {
      path = path.parent
    }
    path
  }
  static final MANUAL = Files.readString(ROOT.resolve('docs/sources.md'))

  def "the manual's table shows each source that is built in, and its secret"() {
    expect:
    (MANUAL =~ /(?m)^\| `(\w+)` \| `([A-Z_]+)` \|/).collect { [it[1], it[2]] }.collectEntries() == SourceConfig.SECRETS
  }

  def "source #id asks for its own secret alone"() {
    expect:
    SourceFile.compile("presets/${id}.groovy", id, Presets.source(id)).proofs()*.secret() as Set == [secret] as Set

    where:
    [id, secret] << SourceConfig.SECRETS.collect { id, secret -> [id, secret] }
  }

  def "a source that is built in is on when it is allowed and its secret is set"() {
    expect:
    Presets.of(new SourceConfig(secrets, allowed, true)).keySet() == on as Set

    where:
    secrets                                                    | allowed            || on
    [:]                                                        | ['stripe', 'clerk'] || []
    [STRIPE_WEBHOOK_SECRET: 'x']                               | ['stripe', 'clerk'] || ['stripe']
    [STRIPE_WEBHOOK_SECRET: 'x']                               | ['clerk']          || []
    [STRIPE_WEBHOOK_SECRET: 'x', CLERK_WEBHOOK_SECRET: 'y']    | ['stripe', 'clerk'] || ['stripe', 'clerk']
  }

  def "what the manual shows compiles, and makes an event"() {
    given:
    def shown = (MANUAL =~ /(?ms)^```groovy\n(.*?)^```$/).collect { it[1] as String }
    def source = SourceFile.compile('sources/forms.groovy', 'forms', shown[0])

    expect:
    shown.size() == 1
    source.proofs() == [new Proof.Hmac('FORMS_SECRET', 'x-forms-signature', Proof.Algorithm.SHA256, 'sha256=')]
    with(event(source, '{"type":"answered","answer":{"email":"a@b.co","score":7}}', ['X-Forms-Delivery': 'd1'])) {
      name() == 'form.answered'
      fields() == [email: 'a@b.co', eventProperties: [score: 7], idempotencyKey: 'd1']
    }
    event(source, '{"type":"opened","answer":{"email":"a@b.co"}}') == null
  }

  def "the sample takes bookings, and leaves alone what has no attendee"() {
    given:
    def source = SourceFile.compile('sources/cal.groovy', 'cal', Files.readString(ROOT.resolve('sources/cal.groovy')))
    def body = '{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00Z","payload":{"uid":"b1","title":"Intro","startTime":"2026-01-02T09:00:00Z","attendees":[{"email":"a@b.co","timeZone":"Europe/Vienna"}]}}'

    expect:
    with(event(source, body)) {
      name() == 'booking.created'
      fields().email == 'a@b.co'
      fields().eventProperties == [bookingId: 'b1', title: 'Intro', startsAt: '2026-01-02T09:00:00Z']
      fields().contactProperties == [timezone: 'Europe/Vienna']
      fields().idempotencyKey.startsWith('cal:b1:BOOKING_CREATED:')
    }
    event(source, '{"triggerEvent":"BOOKING_CREATED","payload":{"uid":"b2","attendees":[]}}') == null
    event(source, '{"triggerEvent":"PING"}') == null
  }

  private static event(SourceFile source, String body, Map<String, String> headers = [:]) {
    def reading = Reading.of(body, source.expected())
    assert reading instanceof Reading.Fit
    source.event(reading.payload(), new Hook(headers, body.bytes))
  }
}
