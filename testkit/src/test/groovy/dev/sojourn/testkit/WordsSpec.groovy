package dev.sojourn.testkit

import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** The words that ask about the past or change something outside, in memory. */
@RestoreSystemProperties
class WordsSpec extends JourneySpecification implements TrialBundle {
  @TempDir Path directory

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  @Override
  protected String journey() {
    'trial'
  }

  def "history counts and lists the events of the contact that acts"() {
    given:
    journey 'trial', '''
      checkpoint "${history.countOf('used')} ${history.countOf('used', within: 1.days)} ${history.events('used').collect { it.properties.n }} ${history.events('used', limit: 1)[0].occurredAt} ${history.events('used', within: 1.days).size()}"
      '''
    startsAt java.time.Instant.parse('2026-03-01T00:00:00Z')
    contact 'bob@example.com'
    arrives 'used', n: 9
    contact 'ada@example.com'
    arrives 'used', n: 1
    timePasses 2.days
    arrives 'used', n: 2
    arrives 'used', n: 3

    when:
    arrives 'begin'

    then:
    label == '3 2 [3, 2, 1] 2026-03-03T00:00:00Z 2'
    crashEverywhere()
  }

  def "history knows what the contact did in the journey and which mails it got"() {
    given:
    journey 'trial', '''
      def journey = history.journey('trial')
      def mails = history.email('first')
      log "${journey.completed} ${journey.entryCount} ${journey.lastCompletedAt} ${mails.sent} ${mails.count} ${mails.lastSentAt} ${history.journey('other').entryCount}"
      sendEmail 'first'
      sleepFor 1.days
      '''
    startsAt java.time.Instant.parse('2026-03-01T00:00:00Z')

    when:
    arrives 'begin'
    timePasses 2.days
    arrives 'begin'

    then:
    timeline.findAll { it.contains('log') } == [
        '+0d 00:00:00  log false 1 null false 0 null 0',
        '+2d 00:00:00  log true 2 2026-03-02T00:00:00Z true 1 2026-03-01T00:00:00Z 0']
    crashEverywhere()
  }

  def "what came with events is read of each: in a digest, in history, in a mail's props"() {
    given:
    journey 'trial', '''
      def seen = digest event: 'used', window: 1.day
      log "${seen.events*.properties} ${seen.events*.properties*.n}"
      log "${history.events('used').take(1)*.properties}"
      sendEmail 'first', props: [items: seen.events*.properties]
      '''

    when:
    arrives 'begin'
    (1..2).each { arrives 'used', n: it }
    timePasses 2.days

    then:
    timeline.findAll { it.contains('log') }*.replaceFirst(/.*log /, '') == ['[[n:1], [n:2]] [1, 2]', '[[n:2]]']
    mails*.props == [[items: [[n: 1], [n: 2]]]]
    replayEverywhere()
  }

  def "throttle counts the mails that went to the contact's address in its window"() {
    given:
    journey 'trial', '''
      sendEmail 'first'
      sendEmail 'second', to: 'boss@example.com'
      def all = throttle limit: 2, window: 1.days
      def news = throttle limit: 1, window: 1.days, category: 'transactional', label: 'news'
      def journey = throttle limit: 1, window: 1.days, category: 'journey', label: 'journey'
      log "${all.allowed} ${all.count} ${all.remaining} ${news.allowed} ${journey.allowed}"
      sleepFor 2.days
      log "${throttle(limit: 1, window: 1.days, label: 'later').allowed}"
      '''

    when:
    arrives 'begin'
    timePasses 2.days

    then:
    timeline.findAll { it.contains(' log ') }*.replaceFirst(/.*log /, '') == ['true 1 1 true false', 'true']
    crashEverywhere()
  }

  def "the guard tells whether the contact wants mails at all, as it is in each segment"() {
    given:
    journey 'trial', '''
      def before = guard.isSubscribed()
      sleepFor 1.days
      checkpoint "$before ${guard.isSubscribed()}"
      '''

    when:
    arrives 'begin'
    unsubscribes 'journey'
    unsubscribes()
    timePasses 1.days

    then:
    label == 'true false'
    crashEverywhere()
  }

  def "a digest gathers the events of its window and of a little before, oldest first"() {
    given:
    journey 'trial', '''
      def items = digest window: 1.hours, event: 'added', maxEvents: 2, where: { n > 1 }
      checkpoint "${items.count} ${items.truncated} ${items.events.collect { it.properties.n }}"
      '''
    arrives 'added', n: 7
    timePasses 20.minutes
    arrives 'added', n: 2

    when:
    timePasses 10.minutes
    arrives 'begin'
    timePasses 30.minutes
    arrives 'added', n: 1
    arrives 'added', n: 3
    later.each { arrives 'added', n: it }
    timePasses 30.minutes
    arrives 'added', n: 9

    then:
    label == end
    crashEverywhere()

    where:
    later || end
    []    || '2 false [2, 3]'
    [4]   || '2 true [2, 3]'
  }

  def "a triggered event happens after the commit: the run that waits for it goes on, and history knows it then"() {
    given:
    journey 'trial', '''
      sleepFor 1.days
      trigger 'went', properties: [n: 1], value: 2
      def before = history.hasEvent('went')
      def came = waitForEvent 'went', timeout: 1.days
      checkpoint "$before ${history.hasEvent('went')} ${came.timedOut} ${came.properties.n} ${came.properties.__value}"
      '''

    when:
    arrives 'begin'
    timePasses 1.days

    then:
    label == 'false true false 1 2'
    history == ['begin', 'went']
    timeline.findAll { it.contains('event') } == ['+0d 00:00:00  event begin', '+1d 00:00:00  event went {n=1}']
    crashEverywhere()
    duplicateDeliveries()
  }

  def "a triggered event enrols where it is a trigger, and not for ever"() {
    given:
    journey 'trial', "trigger 'begin'"

    when:
    arrives 'begin'

    then:
    history == ['begin'] * 17
    timeline.last() == '+0d 00:00:00  completed trial'
    timeline.count { it.endsWith('not triggered begin: too_many_hops') } == 1
    crashEverywhere()
  }

  def "a triggered event ends the run that named it as its exit"() {
    given:
    journey 'trial', '''
      trigger 'enough'
      waitForEvent 'went', timeout: 1.days
      ''', "exitOn 'enough'"

    when:
    arrives 'begin'

    then:
    status == 'exited'
    reason == 'enough'
    crashEverywhere()
  }

  def "a contact that a run sets is set for whoever comes later"() {
    given:
    journey 'trial', '''
      checkpoint "${contact.plan} ${contact.nick} ${contact.seats}"
      setContact plan: 'pro', nick: null, seats: 3
      log "${contact.plan} ${contact.nick} ${contact.seats}"
      '''
    contact 'ada@example.com', plan: 'free', nick: 'A'

    when:
    arrives 'begin'

    then:
    label == 'free A null'
    timeline.any { it.endsWith('log pro null 3') }

    when:
    arrives 'begin'

    then:
    label == 'pro null 3'
    crashEverywhere()
  }

  def "a contact keeps its arm of a variant"() {
    given:
    journey 'trial', "checkpoint variant('subject', 'plain', 'bold')"

    when:
    contact id, id: id
    arrives 'begin'
    def first = label
    arrives 'begin'

    then:
    [first, label] == [arm, arm]
    crashEverywhere()

    where:
    id   || arm
    'u1' || 'plain'
    'u3' || 'bold'
  }
}
