package dev.sojourn.core.verdict

import static dev.sojourn.core.verdict.Stop.JOURNEY_SUPPRESSED
import static dev.sojourn.core.verdict.Stop.QUIET_HOURS
import static dev.sojourn.dsl.definition.OnStopped.HOLD
import static dev.sojourn.dsl.definition.OnStopped.LEAVE
import static dev.sojourn.dsl.definition.OnStopped.SKIP

import dev.sojourn.dsl.definition.Caps
import dev.sojourn.dsl.definition.Hours
import dev.sojourn.dsl.definition.OnStopped
import dev.sojourn.dsl.definition.SendPolicy
import java.time.Duration
import java.time.Instant
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.ZoneId
import spock.lang.Specification

class TimingSpec extends Specification {
  static final NOW = Instant.parse('2026-03-01T12:00:00Z')
  static final ADA = new Timing.Line(0, 7, 'ada@example.com')
  static final BERLIN = ZoneId.of('Europe/Berlin')
  static final NEW_YORK = ZoneId.of('America/New_York')
  static final SEND = new Verdict.Send()
  static final HOUR = Duration.ofHours(1)

  def "at #time in hours of 09:00 to 21:00 a mail under '#own' is answered #verdict"() {
    expect:
    Timing.of(policy('09:00', '21:00', Duration.ZERO, own), BERLIN, null, Instant.MIN, berlin(time)) == verdict

    where:
    time                  | own   || verdict
    '2026-06-01T09:00'    | null  || SEND
    '2026-06-01T20:59:59' | SKIP  || SEND
    '2026-06-01T21:00'    | null  || held('2026-06-02T09:00')
    '2026-06-01T08:59:59' | null  || held('2026-06-01T09:00')
    '2026-06-01T23:00'    | HOLD  || held('2026-06-02T09:00')
    '2026-06-01T23:00'    | SKIP  || new Verdict.Skip(QUIET_HOURS)
    '2026-06-01T23:00'    | LEAVE || new Verdict.Leave(QUIET_HOURS)
  }

  def "the same instant is day for one contact and night for another"() {
    given:
    def policy = policy('09:00', '21:00')
    def noonInBerlin = berlin('2026-06-01T12:00')

    expect:
    Timing.of(policy, BERLIN, null, Instant.MIN, noonInBerlin) == SEND
    Timing.of(policy, NEW_YORK, null, Instant.MIN, noonInBerlin) ==
        new Verdict.Hold(Instant.parse('2026-06-01T13:00:00Z'), QUIET_HOURS)
  }

  def "over a change of the clock a mail is held until the clock shows the hour: #from to #until"() {
    expect:
    Timing.of(policy(start, end), zone, null, Instant.MIN, LocalDateTime.parse(from).atZone(zone).toInstant()) ==
        new Verdict.Hold(Instant.parse(until), QUIET_HOURS)

    where:
    start   | end     | zone     | from               || until
    '09:00' | '21:00' | BERLIN   | '2026-03-28T23:00' || '2026-03-29T07:00:00Z'
    '09:00' | '21:00' | BERLIN   | '2026-10-24T23:00' || '2026-10-25T08:00:00Z'
    '09:00' | '21:00' | NEW_YORK | '2026-03-07T22:00' || '2026-03-08T13:00:00Z'
    '02:30' | '21:00' | BERLIN   | '2026-03-29T01:00' || '2026-03-29T01:00:00Z'
  }

  def "a mail #ago after the last one under a gap of one hour and '#own' is answered #verdict"() {
    expect:
    Timing.of(new SendPolicy('journey', HOUR, Hours.ALL, own), BERLIN, NOW - ago, Instant.MIN, NOW) == verdict

    where:
    ago                    | own   || verdict
    Duration.ofMillis(1)   | null  || new Verdict.Skip(JOURNEY_SUPPRESSED)
    Duration.ofMinutes(59) | SKIP  || new Verdict.Skip(JOURNEY_SUPPRESSED)
    Duration.ofMinutes(59) | LEAVE || new Verdict.Leave(JOURNEY_SUPPRESSED)
    Duration.ofMinutes(59) | HOLD  || new Verdict.Hold(NOW + Duration.ofMinutes(1), JOURNEY_SUPPRESSED)
    HOUR                   | null  || SEND
    Duration.ofHours(2)    | LEAVE || SEND
  }

  def "in the night, after a mail at #last under a gap of #gap and '#own', the verdict is #verdict"() {
    expect:
    Timing.of(policy('09:00', '21:00', gap, own), BERLIN, berlin(last), Instant.MIN, berlin('2026-06-01T22:00')) == verdict

    where:
    last               | gap                  | own   || verdict
    '2026-06-01T20:00' | Duration.ofHours(13) | null  || held('2026-06-02T09:00')
    '2026-06-01T20:00' | Duration.ofHours(14) | null  || new Verdict.Skip(JOURNEY_SUPPRESSED)
    '2026-06-01T20:00' | Duration.ofHours(14) | HOLD  || held('2026-06-02T10:00', JOURNEY_SUPPRESSED)
    '2026-06-01T20:00' | Duration.ofHours(26) | HOLD  || held('2026-06-03T09:00', JOURNEY_SUPPRESSED)
    '2026-06-01T20:00' | Duration.ofHours(26) | SKIP  || new Verdict.Skip(QUIET_HOURS)
    '2026-06-01T20:00' | Duration.ofHours(26) | LEAVE || new Verdict.Leave(QUIET_HOURS)
  }

  def "#count mails asked for at once under a gap of #gap let #through through"() {
    given:
    def asked = (1..count).collect { asked(it, ADA, gap) }

    expect:
    Timing.of(asked, [:], free(), NOW).values().count { it == SEND } == through
    Timing.of(asked, [:], free(), NOW)[1L] == SEND

    where:
    count | gap           || through
    1     | HOUR          || 1
    20    | HOUR          || 1
    20    | Duration.ZERO || 20
  }

  def "another address, another journey and another tenant do not count"() {
    given:
    def others = [new Timing.Line(0, 7, 'bob@example.com'), new Timing.Line(0, 8, 'ada@example.com'),
                  new Timing.Line(1, 7, 'ada@example.com')]

    expect:
    Timing.of([asked(1, ADA, HOUR)], others.collectEntries { [it, NOW] }, free(), NOW) == [1L: SEND]
  }

  def "a mail without a gap is never too soon, yet counts for the next one; one that is held does not count"() {
    given:
    def night = new SendPolicy('journey', HOUR, new Hours(LocalTime.of(21, 0), LocalTime.of(22, 0)), null)
    def asked = [new Timing.Asked(1, ADA, night, BERLIN), asked(2, ADA, Duration.ZERO), asked(3, ADA, HOUR)]

    expect:
    Timing.of(asked, [:], free(), NOW) == [
      1L: new Verdict.Hold(Instant.parse('2026-03-01T20:00:00Z'), QUIET_HOURS),
      2L: SEND,
      3L: new Verdict.Skip(JOURNEY_SUPPRESSED)
    ]
  }

  def "a mail that is held may go out at the instant it is held until, and at none before (seed #seed)"() {
    given:
    def random = new Random(seed)

    expect:
    (1..400).every {
      def zone = ZoneId.of(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'][random.nextInt(5)])
      def own = [null, HOLD, SKIP, LEAVE][random.nextInt(4)]
      def policy = policy(time(random), time(random), Duration.ofMinutes(random.nextInt(3000)), own)
      def now = Instant.parse('2026-01-01T00:00:00Z') + Duration.ofSeconds(random.nextInt(365 * 86_400))
      def newest = random.nextBoolean() ? now - Duration.ofMinutes(random.nextInt(4000)) : null
      def verdict = Timing.of(policy, zone, newest, Instant.MIN, now)
      if (verdict instanceof Verdict.Hold) {
        def early = Duration.between(now, verdict.until()).dividedBy(50)
        assert own in [null, HOLD]
        assert verdict.until() > now
        assert Timing.of(policy, zone, newest, Instant.MIN, verdict.until()) == SEND
        assert (1..49).every { Timing.of(policy, zone, newest, Instant.MIN, now + early.multipliedBy(it)) != SEND }
      } else {
        assert verdict != new Verdict.Skip(QUIET_HOURS) || own == SKIP
        assert !(verdict instanceof Verdict.Leave) || own == LEAVE
      }
      true
    }

    where:
    seed << [1, 2, 3]
  }

  def "mails of one journey that are held all go out, one in each gap and none at night (seed #seed)"() {
    given:
    def random = new Random(seed)
    def gap = Duration.ofMinutes(30 + random.nextInt(600))
    def policy = policy('09:00', '21:00', gap, HOLD)
    def due = (1L..12L).collectEntries { [it, NOW + Duration.ofMinutes(random.nextInt(2000))] }
    def sent = []

    when:
    while (due) {
      def now = due.values().min()
      def asked = due.keySet().findAll { due[it] == now }.sort().collect { new Timing.Asked(it, ADA, policy, BERLIN) }
      Timing.of(asked, sent ? [(ADA): sent.last()] : [:], free(), now).each { id, verdict ->
        if (verdict == SEND) {
          due.remove(id)
          sent << now
        } else {
          assert verdict.until() > now
          due[id] = verdict.until()
        }
      }
    }

    then:
    sent.size() == 12
    sent.every { (9..20).contains(it.atZone(BERLIN).hour) }
    sent.collate(2, 1, false).every { Duration.between(it[0], it[1]) >= gap }

    where:
    seed << [1, 2, 3, 4]
  }

  private static Allowance free() {
    new Allowance(Caps.NONE, [:])
  }

  private static SendPolicy policy(String start, String end, Duration gap = Duration.ZERO, OnStopped own = null) {
    new SendPolicy('journey', gap, new Hours(LocalTime.parse(start), LocalTime.parse(end)), own)
  }

  private static String time(Random random) {
    LocalTime.ofSecondOfDay(60 * random.nextInt(1440)).toString()
  }

  private static Instant berlin(String local) {
    LocalDateTime.parse(local).atZone(BERLIN).toInstant()
  }

  private static Verdict held(String local, Stop stop = QUIET_HOURS) {
    new Verdict.Hold(berlin(local), stop)
  }

  private static asked(long id, Timing.Line line, Duration gap) {
    new Timing.Asked(id, line, new SendPolicy('journey', gap), BERLIN)
  }
}
