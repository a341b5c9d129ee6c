package dev.sojourn.runtime.http

import dev.sojourn.core.replay.Entry
import dev.sojourn.core.report.Reported
import dev.sojourn.dsl.compile.Script
import dev.sojourn.runtime.contact.Contact
import dev.sojourn.runtime.database.PublicIds
import dev.sojourn.runtime.decision.Decision
import dev.sojourn.runtime.email.Attention
import dev.sojourn.runtime.email.SendStatus
import dev.sojourn.runtime.email.SendView
import dev.sojourn.runtime.email.Written
import dev.sojourn.runtime.enrolment.Enrolment
import dev.sojourn.runtime.enrolment.EnrolmentStatus
import dev.sojourn.runtime.enrolment.Passage
import dev.sojourn.runtime.entry.DateEntries
import dev.sojourn.runtime.event.StoredEvent
import java.time.Instant
import spock.lang.Specification

class WhySpec extends Specification {
  static final Instant START = Instant.parse('2026-01-05T09:00:00Z')
  static final PublicIds IDS = PublicIds.of('key')

  static long idAt(Instant at) {
    (at.toEpochMilli() - Instant.parse('2025-01-01T00:00:00Z').toEpochMilli()) << 22
  }

  static SendView send(Map given) {
    new SendView(
        idAt(START.plusSeconds(given.second)), 1L, 7L, 'journey:welcome', given.template, 'journey', given.status,
        given.reason, given.error, 1, START, null, given.sentAt, 'ada@example.com', 'log', null, new Reported(given.status.wire(), null, null, null, null, null),
        new Attention(null, null, null, null), new Written(null, null, null, null))
  }

  def "mails that went out, were refused or are still to go are told with their lines"() {
    given:
    def first = new Entry.MailOpened('hello', 'hello', START)
    def second = new Entry.MailOpened('tips', 'tips', START.plusSeconds(9))
    def sent = send(second: 1, template: 'hello', status: SendStatus.SENT, sentAt: START.plusSeconds(2))
    def places = new IdentityHashMap([(first): 'journeys/welcome.groovy:9', (second): 'journeys/welcome.groovy:12'])
    def enrolment = new Enrolment(
        idAt(START), 0, 1, 5, 'welcome', 1, '',
        new Enrolment.Standing(EnrolmentStatus.ACTIVE, 'tips', null, false, null, START, null))
    def passages = [
      new Passage(0, 0, [first], null),
      new Passage(0, 1, [new Entry.Settled('sent', IDS.face(sent.id()), START.plusSeconds(2), null), second], null),
    ]
    def passed = new Why.Passed(
        enrolment, new StoredEvent(5, 1, 'user.created', START, 'api', null), null, passages, places)

    when:
    def lines = Why.of(
        [passed],
        [new Decision('mail:news', 'unsubscribed', START, START.plusSeconds(20), 3, [category: 'news'])],
        [sent,
         send(second: 10, template: 'tips', status: SendStatus.QUEUED),
         send(second: 11, template: 'offer', status: SendStatus.FAILED, error: 'no such box')],
        [],
        Guards.NONE,
        IDS)

    then:
    lines.collect { [it.about(), it.what(), it.place()] } == [
      ['journey:welcome', 'entered', null],
      ['mail:hello', 'sent', 'journeys/welcome.groovy:9'],
      ['mail:tips', 'queued', 'journeys/welcome.groovy:12'],
      ['mail:offer', 'refused', null],
      ['mail:news', 'refused', null],
    ]
    lines[1].detail() == 'to ada@example.com by journey:welcome'
    lines[3].detail() == 'failed: no such box by journey:welcome'

    and: 'as text, with the values that decided'
    def text = WhyText.text(new Contact(1, 'id', 'ada', 'ada@example.com', null, [:], START, START), lines)
    text.startsWith('ada (ada@example.com)\n')
    text.contains('  unsubscribed, with category="news", 3 times')
  }

  def "a refusal that is among the sends is told once"() {
    expect:
    Why.of(
        [],
        [new Decision('mail:offer', 'journey_suppressed', START, START, 1, [:])],
        [send(second: 1, template: 'offer', status: SendStatus.SKIPPED, reason: 'journey_suppressed')],
        [],
        Guards.NONE,
        IDS)*.what() == ['refused']
  }

  def "an event that was not triggered is told of its journey"() {
    when:
    def lines = Why.of(
        [],
        [new Decision('trigger:welcome/offer.made', 'too_many_hops', START, START, 1, [__hops: 16])],
        [],
        [],
        Guards.NONE,
        IDS)

    then:
    lines*.about() == ['journey:welcome']
    lines*.what() == ['refused']
    lines*.detail() == ["event 'offer.made' was not triggered"]
  }

  def "an end is told with its reason, and what was waited for with how it ended"() {
    given:
    def wait = new Entry.WaitOpened('use', ['a', 'b'], START, START.plusSeconds(60), [], 'o-1', null)
    def enrolment = new Enrolment(
        idAt(START), 0, 1, 5, 'welcome', 1, 'o-1',
        new Enrolment.Standing(EnrolmentStatus.EXITED, 'use', "event 'x'", false, null, START, START.plusSeconds(90)))
    def passages = [new Passage(0, 0, [wait], null), new Passage(0, 1, [new Entry.Elapsed(1)], null)]

    when:
    def lines = Why.of([new Why.Passed(enrolment, null, null, passages, new IdentityHashMap())], [], [], [], Guards.NONE, IDS)

    then:
    lines*.what() == ['entered', 'waited', 'left']
    lines[1].detail() == "for event 'a' or 'b' of key 'o-1': until the time was over"
    lines[2].detail() == "exited at 'use'"
    lines[2].reason() == "event 'x'"
  }

  def "a contact that waits for its date is told until when"() {
    when:
    def lines = Why.of([], [], [], [new DateEntries.Waits('renewal', START, START.plusSeconds(60))], Guards.NONE, IDS)

    then:
    lines == [new Why.Line(
        START, 'journey:renewal', 'waits', 'to enter on its date', null, [:], 1, START.plusSeconds(60), null)]
  }

  def "one who did not enter is told with the line of the guard, or of the trigger if it is not said: #reason"() {
    given:
    def script = new Script(
        '0' * 64, 'journeys/welcome.groovy', '', null, null, [trigger: 3, key: 5, 'exitOn left': 6], [], [])

    expect:
    Why.of(
        [],
        [new Decision('journey:welcome', reason, START, START, 1, [:])],
        [],
        [],
        new Guards([welcome: script]),
        IDS)*.place() == [line ? "journeys/welcome.groovy:$line".toString() : null]

    where:
    reason                       || line
    'trigger_conditions_not_met' || 3
    'key_missing'                || 5
    'already_entered_once'       || 3
    'user_unsubscribed'          || null
  }
}
