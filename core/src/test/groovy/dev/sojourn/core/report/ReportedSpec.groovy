package dev.sojourn.core.report

import static dev.sojourn.core.report.MailReport.BounceClass.PERMANENT
import static dev.sojourn.core.report.MailReport.BounceClass.TRANSIENT

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class ReportedSpec extends Specification {
  static final AT = Instant.parse('2026-03-01T12:00:00Z')
  static final SENT = new Reported('sent', null, null, null, null, null)

  def "after #said a send is #status"() {
    expect:
    said.inject(SENT) { known, one -> known.after(report(one)) }.status() == status

    where:
    said                                     || status
    ['delivered']                            || 'delivered'
    ['permanent', 'delivered']               || 'bounced'
    ['delivered', 'permanent']               || 'bounced'
    ['transient', 'complained', 'delivered'] || 'complained'
    ['complained', 'permanent']              || 'complained'
    ['rejected']                             || 'failed'
    ['delivered', 'rejected']                || 'delivered'
  }

  def "a late report does not move a time, nor does a second one"() {
    when:
    def known = SENT.after(report('delivered')).after(report('delivered', AT + Duration.ofHours(1)))

    then:
    known.deliveredAt() == AT
    !known.isNews(report('delivered'))
    known.isNews(report('permanent'))
  }

  def "of the ways a mail came back the permanent one is kept and counted, once"() {
    given:
    def soft = SENT.after(report('transient'))

    expect:
    !SENT.counts(report('transient'))
    SENT.counts(report('permanent'))
    soft.counts(report('permanent'))
    !soft.after(report('permanent')).counts(report('permanent'))
    soft.after(report('permanent')).bounce() == PERMANENT
    soft.after(report('permanent')).after(report('transient')).bounce() == PERMANENT
    soft.bounce() == TRANSIENT
    soft.after(report('permanent')).bouncedAt() == AT
  }

  def "any order of the same reports ends in one status (seed #seed)"() {
    given:
    def random = new Random(seed)
    def said = ['delivered', 'permanent', 'complained', 'transient', 'delivered']

    expect:
    (1..50).collect {
      def shuffled = said.toList().tap { Collections.shuffle(it, random) }
      shuffled.inject(SENT) { known, one -> known.after(report(one)) }
    }.collect { [it.status(), it.bounce()] }.toSet() == [['complained', PERMANENT]] as Set

    where:
    seed << [1, 2]
  }

  private static MailReport report(String said, Instant at = AT) {
    def kind = said in ['permanent', 'transient'] ? 'bounced' : said
    def bounce = kind == 'bounced' ? new MailReport.Bounce(MailReport.BounceClass.valueOf(said.toUpperCase()), said) : null
    new MailReport(MailReport.Kind.valueOf(kind.toUpperCase()), 'm-1', ['ada@example.com'], at, bounce)
  }
}
