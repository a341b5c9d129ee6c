package dev.sojourn.testkit

import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** Events that come after a digest and before its run has completed, in memory. */
@RestoreSystemProperties
class StragglersSpec extends JourneySpecification implements TrialBundle {
  private static final String GATHER = '''
      def seen = digest window: 1.hour
      log "${seen.events.collect { it.properties.n }}"
      waitForEvent 'read', timeout: 1.day
      '''

  @TempDir Path directory

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  @Override
  protected String journey() {
    'trial'
  }

  def "a trigger that waits by onRepeat queue begins nothing once the digest has it"() {
    given:
    journey 'trial', GATHER, 'onRepeat queue'

    when:
    (1..3).each { arrives 'begin', n: it }
    timePasses 61.minutes
    arrives 'read'
    timePasses 9.days

    then:
    logged() == ['[1, 2, 3]']
    timeline.count { it.endsWith('entered trial') } == 1

    and:
    crashEverywhere()
    replayEverywhere()
  }

  def "they begin the next run, whose digest has each of them once and nothing that was gathered before"() {
    given:
    journey 'trial', GATHER
    arrives 'begin', n: 1
    timePasses 30.minutes
    arrives 'begin', n: 2

    when: 'two come too late'
    timePasses 31.minutes
    (3..4).each { arrives 'begin', n: it }
    arrives 'read'
    arrives 'begin', n: 5
    timePasses 2.hours

    then:
    logged() == ['[1, 2]', '[3, 4, 5]']
    skipReasons == ['already_active'] * 4
    timeline.count { it.endsWith('entered trial') } == 2

    when: 'there are no more'
    arrives 'read'
    timePasses 9.days

    then:
    status == 'completed'
    timeline.count { it.endsWith('entered trial') } == 2

    and:
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()
  }

  def "they are those of the run's key"() {
    given:
    journey 'trial', GATHER, "key 'cart'"
    arrives 'begin', cart: 'a', n: 1
    timePasses 61.minutes

    when:
    arrives 'begin', cart: 'b', n: 2
    arrives 'read'

    then:
    status('a') == 'completed'
    status('b') == 'waiting'

    when:
    timePasses 61.minutes
    arrives 'begin', cart: 'b', n: 3
    arrives 'read'

    then:
    status('a') == 'completed'
    status('b') == 'waiting'
    timeline.count { it.endsWith('entered trial a') } == 1
    timeline.count { it.endsWith('entered trial b') } == 2
  }

  def "the guards are asked: #reason"() {
    given:
    journey 'trial', GATHER
    change limit
    arrives 'begin', n: 1
    timePasses 61.minutes
    arrives 'begin', n: 2

    when:
    if (leaves) {
      unsubscribes()
    }
    arrives 'read'

    then:
    status == 'completed'
    skipReasons == [first, reason]

    where:
    limit                     | leaves | first                  || reason
    'entryLimit once'         | false  | 'already_entered_once' || 'already_entered_once'
    'entryLimit oncePer(2.hours)' | false | 'period_not_elapsed' || 'period_not_elapsed'
    'entryLimit unlimited'    | true   | 'already_active'       || 'user_unsubscribed'
  }

  def "a run that did not complete leaves none behind, nor one that gathered other events: #what"() {
    given:
    journey 'trial', steps

    when:
    arrives 'begin', n: 1
    timePasses 61.minutes
    arrives 'begin', n: 2
    arrives 'read'

    then:
    timeline.count { it.endsWith('entered trial') } == 1

    where:
    what           | steps
    'exit'         | GATHER + "exit 'enough'"
    'other events' | GATHER.replace('window', "event: 'read', window")
    'no digest'    | 'sleepFor 1.hour\nwaitForEvent "read", timeout: 1.day'
  }

  def "with a queue, the first straggler comes before the newest trigger, and has it in its digest"() {
    given:
    journey 'trial', GATHER, 'onRepeat queue'
    arrives 'begin', n: 1
    timePasses 61.minutes
    (2..4).each { arrives 'begin', n: it }

    when:
    arrives 'read'
    timePasses 61.minutes
    arrives 'read'

    then:
    logged() == ['[1]', '[2, 3, 4]']
    status == 'completed'
    timeline.count { it.endsWith('entered trial') } == 2
  }

  def "one who has left all mails follows nobody"() {
    given:
    journey 'trial', 'sleepFor 1.hour', "onRepeat queue\n  exitOn 'stop'"

    when:
    arrives 'begin'
    arrives 'begin'
    unsubscribes()
    if (stops) {
      arrives 'stop'
    } else {
      timePasses 1.hours
    }

    then:
    skipReasons == ['queued', 'user_unsubscribed']
    timeline.count { it.endsWith('entered trial') } == 1

    where:
    stops << [false, true]
  }

  private void change(String limit) {
    def file = directory.resolve('journeys/trial.groovy').toFile()
    file.text = file.text.replace('entryLimit unlimited', limit)
  }

  private List<String> logged() {
    timeline.findAll { it.contains('  log ') }*.substring(18)
  }
}
