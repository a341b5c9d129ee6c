package dev.sojourn.core.report

import static dev.sojourn.core.report.MailReport.BounceClass.PERMANENT
import static dev.sojourn.core.report.MailReport.BounceClass.TRANSIENT
import static dev.sojourn.core.report.MailReport.BounceClass.UNKNOWN
import static dev.sojourn.core.report.MailReport.Kind.BOUNCED
import static dev.sojourn.core.report.MailReport.Kind.COMPLAINED
import static dev.sojourn.core.report.MailReport.Kind.DELIVERED
import static dev.sojourn.core.report.MailReport.Kind.REJECTED

import dev.sojourn.core.replay.Json
import java.time.Instant
import spock.lang.Specification

class ReportsSpec extends Specification {
  static final NOW = Instant.parse('2026-01-01T00:00:00Z')

  def "Resend's '#type' of a bounce '#bounce' is #kind #how"() {
    when:
    def report = ResendReports.read(resend(type, bounce), NOW).get()

    then:
    report.kind() == kind
    report.bounce()?.how() == how
    report.messageId() == 'm-1'
    report.recipients() == ['ada@example.com']
    report.occurredAt() == Instant.parse('2025-12-31T23:00:00.123Z')

    where:
    type               | bounce                                     || kind       | how
    'email.delivered'  | null                                       || DELIVERED  | null
    'email.complained' | null                                       || COMPLAINED | null
    'email.bounced'    | [type: 'Permanent', subType: 'General']    || BOUNCED    | PERMANENT
    'email.bounced'    | [type: 'Permanent', subType: 'Suppressed'] || BOUNCED    | PERMANENT
    'email.bounced'    | [type: 'HardBounce']                       || BOUNCED    | PERMANENT
    'email.bounced'    | [type: 'Transient', subType: 'Suppressed'] || BOUNCED    | PERMANENT
    'email.bounced'    | [type: 'Transient', subType: 'General']    || BOUNCED    | TRANSIENT
    'email.bounced'    | [type: 'x', subType: 'Mailbox Full']       || BOUNCED    | TRANSIENT
    'email.bounced'    | [type: 'Undetermined']                     || BOUNCED    | TRANSIENT
    'email.bounced'    | [type: 'Permanent', subType: 'Spam']       || COMPLAINED | null
    'email.bounced'    | [type: 'Abuse']                            || COMPLAINED | null
    'email.bounced'    | [type: 'odd']                              || BOUNCED    | UNKNOWN
    'email.bounced'    | null                                       || BOUNCED    | UNKNOWN
    'email.failed'     | null                                       || REJECTED   | UNKNOWN
  }

  def "what Resend says of '#type' does not matter here"() {
    expect:
    ResendReports.read(resend(type, null), NOW).empty

    where:
    type << ['email.sent', 'email.opened', 'email.clicked', 'email.delivery_delayed', 'email.scheduled', 'domain.created', 'new.type']
  }

  def "Postmark's bounce of code #code is #kind #how"() {
    when:
    def report = PostmarkReports.read(Json.write([RecordType: 'Bounce', TypeCode: code, Name: 'n', Description: 'gone', MessageID: 'm-1',
        Email: 'ada@example.com', BouncedAt: '2025-12-31T18:00:00.1234567-05:00']), NOW).get()

    then:
    report.kind() == kind
    report.bounce()?.how() == how
    report.occurredAt() == Instant.parse('2025-12-31T23:00:00.1234567Z')
    report.recipients() == ['ada@example.com']

    where:
    code   || kind       | how
    1      || BOUNCED    | PERMANENT
    2      || BOUNCED    | TRANSIENT
    256    || BOUNCED    | TRANSIENT
    4096   || BOUNCED    | TRANSIENT
    512    || COMPLAINED | null
    100001 || COMPLAINED | null
    100000 || BOUNCED    | PERMANENT
    null   || BOUNCED    | PERMANENT
  }

  def "Postmark's deliveries and complaints are read, its opens do not matter"() {
    expect:
    PostmarkReports.read('{"RecordType":"Delivery","MessageID":"m-1","Recipient":"ada@example.com"}', NOW).get() ==
        new MailReport(DELIVERED, 'm-1', ['ada@example.com'], NOW, null)
    PostmarkReports.read('{"RecordType":"SpamComplaint","MessageID":"m-1","Email":"ada@example.com"}', NOW).get().kind() == COMPLAINED
    PostmarkReports.read('{"RecordType":"Open","MessageID":"m-1"}', NOW).empty
  }

  def "what is no report is refused: #body"() {
    when:
    read(body, NOW)

    then:
    thrown(IllegalArgumentException)

    where:
    body                                  | read
    ''                                    | ResendReports::read
    '[]'                                  | ResendReports::read
    '{"type":"email.bounced","data":{}}'  | ResendReports::read
    '{"data":{"email_id":"x"}}'           | ResendReports::read
    'x'                                   | PostmarkReports::read
    '{"RecordType":"Bounce"}'             | PostmarkReports::read
  }

  def "a report that names #recipients speaks of ada@example.com: #answer"() {
    expect:
    new MailReport(DELIVERED, 'm', recipients, NOW, null).isAbout('ada@example.com') == answer

    where:
    recipients                                   || answer
    []                                           || true
    ['ADA@example.com']                          || true
    ['Ada <ada@example.com>']                    || true
    ['bob@example.com', 'Ada <ada@example.com>'] || true
    ['bob@example.com']                          || false
  }

  private static String resend(String type, Map bounce) {
    Json.write([type: type, created_at: '2025-12-31T23:00:00.123Z',
        data: [email_id: 'm-1', to: ['ada@example.com'], subject: 'x'] + (bounce == null ? [:] : [bounce: bounce + [message: 'because']])])
  }
}
