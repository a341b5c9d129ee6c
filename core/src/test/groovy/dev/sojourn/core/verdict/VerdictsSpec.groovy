package dev.sojourn.core.verdict

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class VerdictsSpec extends Specification {
  static final NOW = Instant.parse('2026-03-01T12:00:00Z')
  static final ADA = new MailGap.Line(0, 7, 'ada@example.com')

  def "a mail of category '#category' to somebody who #who is answered #refusal"() {
    expect:
    Verdicts.against(category, wishes).orElse(null) == refusal

    where:
    who                           | category  | wishes                                  || refusal
    'said nothing'                | 'journey' | Wishes.NONE                             || null
    'left another category'       | 'journey' | new Wishes(false, false, ['news'] as Set)   || null
    'left this category'          | 'journey' | new Wishes(false, false, ['journey'] as Set) || Refusal.UNSUBSCRIBED_FROM_CATEGORY
    'wants no mail'               | 'journey' | new Wishes(false, true, ['journey'] as Set)  || Refusal.UNSUBSCRIBED_FROM_ALL
    'is barred and wants no mail' | 'journey' | new Wishes(true, true, [] as Set)           || Refusal.SUPPRESSED
  }

  def "#count mails asked for at once under a gap let #through through"() {
    given:
    def asked = (1..count).collect { asked(it, ADA, gap) }

    expect:
    count - MailGap.tooSoon(asked, [:], NOW).size() == through

    where:
    count | gap                 || through
    1     | Duration.ofHours(1) || 1
    20    | Duration.ofHours(1) || 1
    20    | Duration.ZERO       || 20
  }

  def "a mail #ago after the last one under a gap of one hour is #answer"() {
    when:
    def refused = MailGap.tooSoon([asked(1, ADA, Duration.ofHours(1))], [(ADA): NOW - ago], NOW)

    then:
    refused.contains(1L) == (answer == 'too soon')

    where:
    ago                    || answer
    Duration.ofMillis(1)   || 'too soon'
    Duration.ofMinutes(59) || 'too soon'
    Duration.ofHours(1)    || 'sent'
    Duration.ofHours(2)    || 'sent'
  }

  def "another address, another journey and another tenant do not count"() {
    given:
    def others = [new MailGap.Line(0, 7, 'bob@example.com'), new MailGap.Line(0, 8, 'ada@example.com'),
                  new MailGap.Line(1, 7, 'ada@example.com')]

    expect:
    MailGap.tooSoon([asked(1, ADA, Duration.ofHours(1))], others.collectEntries { [it, NOW] }, NOW).empty
  }

  def "a mail without a gap is never too soon, yet counts for the next one"() {
    given:
    def asked = [asked(1, ADA, Duration.ZERO), asked(2, ADA, Duration.ofHours(1))]

    expect:
    MailGap.tooSoon(asked, [:], NOW) == [2L] as Set
  }

  private static asked(long id, MailGap.Line line, Duration gap) {
    new MailGap.Asked(id, line, gap)
  }
}
