package dev.sojourn.core.verdict

import static dev.sojourn.core.verdict.Stop.FREQUENCY_CAPPED
import static dev.sojourn.core.verdict.Stop.JOURNEY_SUPPRESSED
import static dev.sojourn.dsl.definition.OnStopped.HOLD
import static dev.sojourn.dsl.definition.OnStopped.LEAVE
import static dev.sojourn.dsl.definition.OnStopped.SKIP

import dev.sojourn.dsl.definition.Cap
import dev.sojourn.dsl.definition.Caps
import dev.sojourn.dsl.definition.Hours
import dev.sojourn.dsl.definition.OnStopped
import dev.sojourn.dsl.definition.SendPolicy
import java.time.Duration
import java.time.Instant
import java.time.LocalTime
import java.time.ZoneOffset
import spock.lang.Specification

class CapsSpec extends Specification {
  static final NOW = Instant.parse('2026-03-01T12:00:00Z')
  static final DAY = Duration.ofDays(1)
  static final HOUR = Duration.ofHours(1)
  static final SEND = new Verdict.Send()
  static final TWO_A_DAY = new Caps(new Cap(2, DAY), [:], ['transactional'] as Set)

  def "of #count mails at once a cap of two lets two through, those asked for first"() {
    given:
    def verdicts = decided(TWO_A_DAY, (1..count).collect { mail(it) })

    expect:
    verdicts.findAll { it.value == SEND }.keySet() == (1L..Math.min(2, count)).toSet()
    verdicts.values().findAll { it != SEND }.every { it == new Verdict.Skip(FREQUENCY_CAPPED) }

    where:
    count << [1, 2, 3, 20]
  }

  def "with a mail #ago and one an hour ago a third under '#own' is answered #verdict"() {
    given:
    def used = [(place()): [NOW - HOUR, NOW - ago]]

    expect:
    decided(TWO_A_DAY, [mail(1, own: own)], used)[1L] == verdict

    where:
    ago                 | own   || verdict
    DAY.minusMillis(1)  | null  || new Verdict.Skip(FREQUENCY_CAPPED)
    DAY.minusMillis(1)  | SKIP  || new Verdict.Skip(FREQUENCY_CAPPED)
    DAY.minusMillis(1)  | LEAVE || new Verdict.Leave(FREQUENCY_CAPPED)
    DAY.minusMillis(1)  | HOLD  || new Verdict.Hold(NOW.plusMillis(1), FREQUENCY_CAPPED)
    Duration.ofHours(2) | HOLD  || new Verdict.Hold(NOW + Duration.ofHours(22), FREQUENCY_CAPPED)
    DAY                 | null  || SEND
    DAY                 | LEAVE || SEND
  }

  def "a mail that is held by a cap waits for a place and for the hours"() {
    given: 'a place that gets free at ten in the evening'
    def used = [(place()): [NOW - HOUR, NOW - Duration.ofHours(14)]]
    def hours = new Hours(LocalTime.of(9, 0), LocalTime.of(21, 0))

    expect:
    decided(TWO_A_DAY, [mail(1, own: HOLD, hours: hours)], used)[1L] ==
        new Verdict.Hold(Instant.parse('2026-03-02T09:00:00Z'), FREQUENCY_CAPPED)
  }

  def "a night that outlasts the cap stops nothing but for the night"() {
    given:
    def used = [(place()): [NOW - Duration.ofHours(20), NOW - Duration.ofHours(20)]]
    def evening = new Hours(LocalTime.of(20, 0), LocalTime.of(21, 0))

    expect:
    decided(TWO_A_DAY, [mail(1, hours: evening)], used)[1L] ==
        new Verdict.Hold(Instant.parse('2026-03-01T20:00:00Z'), Stop.QUIET_HOURS)
  }

  def "an exempt category is neither limited nor counted"() {
    when:
    def verdicts = decided(TWO_A_DAY, [
      mail(1, category: 'transactional'), mail(2, category: 'transactional'), mail(3, category: 'transactional'),
      mail(4), mail(5), mail(6)
    ])

    then:
    verdicts.findAll { it.value == SEND }.keySet() == [1L, 2L, 3L, 4L, 5L] as Set
  }

  def "a category's own cap holds beside the one for all"() {
    given:
    def caps = new Caps(new Cap(3, DAY), [news: new Cap(1, DAY)], [] as Set)

    when:
    def verdicts = decided(caps, [mail(1, category: 'news'), mail(2, category: 'news'), mail(3), mail(4), mail(5)])

    then:
    verdicts.findAll { it.value == SEND }.keySet() == [1L, 3L, 4L] as Set
  }

  def "another address and another tenant have places of their own"() {
    expect:
    decided(TWO_A_DAY, [
      mail(1), mail(2), mail(3, address: 'bob@example.com'), mail(4, tenant: 1)
    ]).values().every { it == SEND }
  }

  def "of mails at once those of the larger priority take the places, whenever they were asked for"() {
    when:
    def verdicts = decided(TWO_A_DAY, [mail(1), mail(2, priority: -5), mail(3, priority: 10), mail(4, priority: 10), mail(5)])

    then:
    verdicts.findAll { it.value == SEND }.keySet() == [3L, 4L] as Set
  }

  def "a mail of a large priority that is stopped takes no place"() {
    given:
    def caps = new Caps(new Cap(1, DAY), [:], [] as Set)
    def night = new Hours(LocalTime.of(21, 0), LocalTime.of(22, 0))

    expect:
    decided(caps, [mail(1, priority: 10, hours: night), mail(2)])[2L] == SEND
  }

  def "the cap is named before the gap, and a held mail waits for both"() {
    given:
    def caps = new Caps(new Cap(1, HOUR), [:], [] as Set)
    def asked = mail(1, own: own, gap: DAY)
    def newest = [(asked.line()): NOW - Duration.ofMinutes(30)]

    expect:
    Timing.of([asked], newest, new Allowance(caps, [(place()): [NOW - Duration.ofMinutes(30)]]), NOW)[1L] == verdict

    where:
    own  || verdict
    null || new Verdict.Skip(FREQUENCY_CAPPED)
    HOLD || new Verdict.Hold(NOW - Duration.ofMinutes(30) + DAY, FREQUENCY_CAPPED)
  }

  def "the gap is named when the cap has a place"() {
    given:
    def asked = mail(1, gap: DAY)

    expect:
    Timing.of([asked], [(asked.line()): NOW - HOUR], new Allowance(TWO_A_DAY, [(place()): [NOW - HOUR]]), NOW)[1L] ==
        new Verdict.Skip(JOURNEY_SUPPRESSED)
  }

  def "mails that are held all go out, never more than the cap in any window (seed #seed)"() {
    given:
    def random = new Random(seed)
    def cap = new Cap(1 + random.nextInt(4), Duration.ofMinutes(10 + random.nextInt(300)))
    def caps = new Caps(cap, [:], [] as Set)
    def due = (1L..20L).collectEntries { [it, NOW + Duration.ofMinutes(random.nextInt(600))] }
    def sent = []

    when:
    while (due) {
      def now = due.values().min()
      def asked = due.keySet().findAll { due[it] == now }.collect { mail(it, own: HOLD, priority: random.nextInt(3)) }
      def used = [(place()): sent.reverse().findAll { it > now - cap.window() }.take(cap.count())]
      Timing.of(asked, [:], new Allowance(caps, used), now).each { id, verdict ->
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
    sent.size() == 20
    sent.every { last -> sent.count { it <= last && it > last - cap.window() } <= cap.count() }

    where:
    seed << [1, 2, 3, 4, 5]
  }

  private static Map decided(Caps caps, List asked, Map used = [:]) {
    Timing.of(asked, [:], new Allowance(caps, used), NOW)
  }

  private static Allowance.Place place() {
    new Allowance.Place(0, 'ada@example.com', '')
  }

  private static Timing.Asked mail(Map options = [:], long id) {
    mail(id, options)
  }

  private static Timing.Asked mail(long id, Map options) {
    def line = new Timing.Line(options.tenant ?: 0, 7, options.address ?: 'ada@example.com')
    def policy = new SendPolicy(
        options.category ?: 'journey', options.gap ?: Duration.ZERO, options.hours ?: Hours.ALL,
        options.own as OnStopped, options.priority ?: 0)
    new Timing.Asked(id, line, policy, ZoneOffset.UTC)
  }
}
