package dev.sojourn.runtime.email

import static dev.sojourn.dsl.definition.OnStopped.HOLD
import static dev.sojourn.dsl.definition.OnStopped.LEAVE
import static dev.sojourn.dsl.definition.OnStopped.SKIP

import java.time.Duration
import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneId

/** Mails that may not go out now, but later could. */
class StoppedMailsDatabaseSpec extends MailerSpecification {
  static final DAY = ['09:00', '21:00']
  static final BERLIN = ZoneId.of('Europe/Berlin')
  static final NEW_YORK = ZoneId.of('America/New_York')

  def "a mail of the night is held until the morning of its contact, and goes out once"() {
    given:
    clock.reaches(berlin('2027-06-01T23:00'))
    def mailer = mailer()

    when:
    def send = queued(ada(), hours: DAY)

    then:
    held(send, 'quiet_hours', berlin('2027-06-02T09:00'))
    view(send).attempts() == 0
    outcome(send).told() == 'queued'

    when: 'it is looked for again, also a moment before its time'
    mailer.nudge()
    clock.reaches(berlin('2027-06-02T08:59'))
    mailer.nudge()
    await(settled(queued(contact('bob@example.com'))))

    then: 'nobody has claimed it since'
    provider.mails*.to() == ['bob@example.com']
    epoch(send) == 1

    when:
    clock.reaches(berlin('2027-06-02T09:00'))
    mailer.nudge()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'sent'
    provider.mails*.sendId().count { it == face(send) } == 1
    view(send).dueAt() == null
    view(send).reason() == null
  }

  def "over a change of the clock a mail is held until the clock shows nine: from #from to #until"() {
    given:
    clock.reaches(LocalDateTime.parse(from).atZone(zone).toInstant())
    mailer()

    expect:
    held(queued(contact('ada@example.com', [timezone: zone.id]), hours: DAY), 'quiet_hours', Instant.parse(until))

    where:
    zone     | from               || until
    BERLIN   | '2027-03-27T23:00' || '2027-03-28T07:00:00Z'
    BERLIN   | '2027-10-30T23:00' || '2027-10-31T08:00:00Z'
    NEW_YORK | '2027-03-13T23:00' || '2027-03-14T13:00:00Z'
  }

  def "whoever has moved while a mail is held gets it in the morning of the new place"() {
    given:
    clock.reaches(berlin('2027-06-01T23:00'))
    def mailer = mailer()
    def ada = ada()
    def send = queued(ada, hours: DAY)
    held(send, 'quiet_hours', berlin('2027-06-02T09:00'))

    when:
    await(database.run("""update contacts set properties = '{"timezone": "America/New_York"}' where id = \$1::int8""", ada))
    clock.reaches(berlin('2027-06-02T09:00'))
    mailer.nudge()

    then:
    held(send, 'quiet_hours', Instant.parse('2027-06-02T13:00:00Z'))

    when:
    clock.reaches(Instant.parse('2027-06-02T13:00:00Z'))
    mailer.nudge()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'sent'
  }

  def "an exit takes back a mail that is held"() {
    given:
    clock.reaches(berlin('2027-06-01T23:00'))
    def mailer = mailer()
    def send = queued(ada(), run: 77, hours: DAY)
    held(send, 'quiet_hours', berlin('2027-06-02T09:00'))

    when:
    cancelled(77)
    clock.reaches(berlin('2027-06-02T10:00'))
    mailer.nudge()
    await(settled(queued(contact('bob@example.com'))))

    then:
    outcome(send).told() == 'cancelled'
    provider.mails*.to() == ['bob@example.com']
    !follower.told.contains(send)
  }

  def "an exit while a mailer finds out that a mail is to be held takes it back"() {
    given: 'a mailer that waits for the address of the send'
    clock.reaches(berlin('2027-06-01T23:00'))
    def send = queued(ada(), run: 77, hours: DAY)
    def holder = holding('ada@example.com')
    mailer()
    eventually { assert epoch(send) == 1 }

    when:
    cancelled(77)
    holder.release()
    await(settled(queued(contact('bob@example.com'))))

    then:
    outcome(send).told() == 'cancelled'
    view(send).dueAt() == null
  }

  def "at night under '#own' a mail is #told at once, with the reason, and that is written down"() {
    given:
    clock.reaches(berlin('2027-06-01T23:00'))
    mailer()
    def ada = ada()

    when:
    def send = queued(ada, run: 41, hours: DAY, onStopped: own)

    then:
    await(settled(send)) == 41
    outcome(send).told() == told
    outcome(send).reason() == 'quiet_hours'
    provider.mails.empty
    reasons(ada) == ['mail:welcome quiet_hours']

    where:
    own   || told
    SKIP  || 'skipped'
    LEAVE || 'left'
  }

  def "too soon after another, under '#own', a mail is #told"() {
    given:
    mailer()
    def ada = ada()
    await(settled(queued(ada, suppress: Duration.ofHours(1))))

    when:
    def send = queued(ada, suppress: Duration.ofHours(1), onStopped: own)
    await(settled(send))

    then:
    outcome(send).told() == told
    outcome(send).reason() == 'journey_suppressed'
    provider.mails.size() == 1

    where:
    own   || told
    null  || 'skipped'
    LEAVE || 'left'
  }

  def "a mail that is held for the gap goes out when it has passed, in the hours"() {
    given:
    clock.reaches(berlin('2027-06-01T20:00'))
    def mailer = mailer()
    def ada = ada()
    def first = queued(ada, suppress: Duration.ofHours(14), hours: DAY, onStopped: HOLD)
    await(settled(first))
    def free = view(first).admittedAt() + Duration.ofHours(14)

    when:
    def second = queued(ada, suppress: Duration.ofHours(14), hours: DAY, onStopped: HOLD)

    then:
    held(second, 'journey_suppressed', free)

    when: 'the hours have begun, and the gap is not over'
    clock.reaches(free - Duration.ofMinutes(1))
    mailer.nudge()
    await(settled(queued(contact('bob@example.com'))))

    then:
    epoch(second) == 1

    when:
    clock.reaches(free)
    mailer.nudge()

    then:
    await(settled(second)) != null
    outcome(second).told() == 'sent'
  }

  def "mails held for a gap go out one in each, over several mailers"() {
    given:
    def gap = Duration.ofHours(12)
    def sends = (1..5).collect { queued(ada(), suppress: gap, onStopped: HOLD) }

    when:
    def mailers = (1..3).collect { process().mailer() }

    then:
    (1..5).each { round ->
      eventually {
        assert sends.count { view(it).status() == SendStatus.SENT } == round
        assert sends.count { view(it).reason() == 'journey_suppressed' && view(it).dueAt() > clock.instant() } == 5 - round
      }
      assert provider.mails.size() == round
      clock.passes(gap + Duration.ofSeconds(1))
      mailers*.nudge()
    }
  }

  def "mails of one night under a gap: the morning lets one through, the others are skipped"() {
    given:
    clock.reaches(berlin('2027-06-01T23:00'))
    def sends = (1..4).collect { queued(ada(), hours: DAY, suppress: Duration.ofHours(1)) }
    def mailers = (1..2).collect { process().mailer() }
    sends.each { held(it, 'quiet_hours', berlin('2027-06-02T09:00')) }

    when:
    clock.reaches(berlin('2027-06-02T09:00'))
    mailers*.nudge()
    sends.each { await(settled(it)) }

    then:
    sends.collect { outcome(it).told() }.sort() == ['sent', 'skipped', 'skipped', 'skipped']
    provider.mails.size() == 1
  }

  def "a mail that is not wanted is refused at night too, and in the morning if that was said meanwhile"() {
    given:
    clock.reaches(berlin('2027-06-01T23:00'))
    def mailer = mailer()
    def eve = contact('eve@example.com')
    prefer(eve, 'eve@example.com', false, true, [:])
    def ada = ada()

    when:
    def never = queued(eve, hours: DAY)
    def send = queued(ada, hours: DAY)
    await(settled(never))
    held(send, 'quiet_hours', berlin('2027-06-02T09:00'))

    then:
    outcome(never).told() == 'unsubscribed'

    when:
    prefer(ada, 'ada@example.com', false, true, [:])
    clock.reaches(berlin('2027-06-02T09:00'))
    mailer.nudge()
    await(settled(send))

    then:
    outcome(send).told() == 'unsubscribed'
    provider.mails.empty
  }

  def "a mail that is tried again keeps to the hours, whatever its policy, with the same bytes"() {
    given:
    clock.reaches(berlin('2027-06-01T20:59'))
    provider.script = [ProviderFailure.busy('slow down', Duration.ofMinutes(10))]
    def mailer = mailer()
    def send = queued(ada(), run: 77, hours: DAY, suppress: Duration.ofHours(1), onStopped: SKIP)
    eventually { assert view(send).error() == 'slow down' }

    when:
    clock.reaches(berlin('2027-06-01T21:15'))
    mailer.nudge()

    then:
    eventually { assert view(send).dueAt() == berlin('2027-06-02T09:00') }
    view(send).status() == SendStatus.RENDERED
    view(send).reason() == 'retrying'
    view(send).attempts() == 1

    when:
    if (ended) cancelled(77)
    clock.reaches(berlin('2027-06-02T09:00'))
    mailer.nudge()
    await(settled(ended ? queued(contact('bob@example.com')) : send))

    then:
    outcome(send).told() == (ended ? 'cancelled' : 'sent')
    provider.messages.size() == 2
    ended || provider.messages.toSet().size() == 1

    where:
    ended << [false, true]
  }

  def "an attempt of unknown outcome that is held stays unknown when its run ends"() {
    given: 'a sender that died while the provider had the mail'
    clock.reaches(berlin('2027-06-01T20:59'))
    provider.hold()
    def dying = process()
    dying.mailer()
    def send = queued(ada(), run: 77, hours: DAY)
    provider.reached()
    dying.kill()
    provider.forget()

    when:
    clock.reaches(berlin('2027-06-01T21:15'))
    mailer()
    eventually { assert view(send).dueAt() == berlin('2027-06-02T09:00') }
    cancelled(77)

    then:
    outcome(send).told() == 'unknown'
    provider.mails.size() == 1
  }

  private long ada() {
    contact('ada@example.com', [timezone: BERLIN.id])
  }

  private boolean held(long send, String reason, Instant until) {
    eventually {
      with(view(send)) {
        assert it.reason() == reason
        assert it.status() == SendStatus.QUEUED
        assert it.dueAt() == until
      }
    }
    true
  }

  private int epoch(long send) {
    rows('select epoch from sends where id = $1::int8', send).first().getInteger(0)
  }

  private List<String> reasons(long contact) {
    rows('select about, reason from decisions where contact_id = $1::int8', contact)
        .collect { it.getString(0) + ' ' + it.getString(1) }
  }

  private static Instant berlin(String local) {
    LocalDateTime.parse(local).atZone(BERLIN).toInstant()
  }
}
