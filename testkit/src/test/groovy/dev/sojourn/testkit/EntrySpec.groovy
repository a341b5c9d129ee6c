package dev.sojourn.testkit

import dev.sojourn.core.draw.Draws
import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** Who enters, enters again, waits to enter or is held out; and journeys that hear of their contact. */
@RestoreSystemProperties
class EntrySpec extends JourneySpecification implements TrialBundle {
  @TempDir Path directory

  @Override
  protected String journey() {
    'trial'
  }

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  def "restart: the run ends and begins anew with the new event"() {
    given:
    journey 'trial', '''
      sleepFor 2.days
      sendEmail 'first', props: [n: event.n]
      ''', 'onRepeat restart'

    when:
    arrives 'begin', n: 1
    timePasses 1.days
    arrives 'begin', n: 2
    timePasses 30.hours

    then: 'the sleep begins anew'
    sent == []
    status == 'waiting'

    when:
    timePasses 1.days

    then:
    mails*.props == [[n: 2]]
    timeline.any { it.endsWith('restarted trial by begin') }
    skipReasons == []
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()
  }

  def "queue: the newest of the triggers begins a run when the live one has #how"() {
    given:
    journey 'trial', '''
      waitForEvent 'go', timeout: 1.days
      checkpoint "run of ${event.n}"
      ''', "onRepeat queue\n  exitOn 'stop'"

    when:
    (1..3).each { arrives 'begin', n: it }
    arrives ending

    then:
    status == 'waiting'
    skipReasons == ['queued', 'queued']

    when:
    timePasses 1.days

    then:
    label == 'run of 3'
    status == 'completed'
    timeline.count { it.endsWith('entered trial') } == 2
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()

    where:
    how         | ending
    'completed' | 'go'
    'exited'    | 'stop'
  }

  def "queue: one for each key, and nothing follows twice"() {
    given:
    journey 'trial', "sleepFor 1.days", "onRepeat queue\n  key 'cart'"

    when:
    ['a', 'a', 'b', 'a', 'b'].each { arrives 'begin', cart: it }
    timePasses 10.days

    then:
    timeline.count { it.endsWith('completed trial a') } == 2
    timeline.count { it.endsWith('completed trial b') } == 2
    status('a') == 'completed'
  }

  def "queue: the next run has begun when an event that the ending one triggered arrives"() {
    given:
    journey 'trial', '''
      sleepFor 1.days
      if (event.n == 1) {
        trigger 'begin', properties: [n: 3]
      }
      ''', 'onRepeat queue'

    when:
    arrives 'begin', n: 1
    arrives 'begin', n: 2
    timePasses 1.days

    then: 'the third waits for the second'
    skipReasons == ['queued', 'queued']

    when:
    timePasses 2.days

    then:
    timeline.count { it.endsWith('completed trial') } == 3
    crashEverywhere()
  }

  def "a contact that is held out stands so, once, whatever comes"() {
    given:
    journey 'trial', "sendEmail 'first'", "holdout percent: 50, salt: 'x'"
    def (out, other) = [true, false].collect { held ->
      (1..50).collect { "u$it".toString() }.find { (Draws.holdout('x', 'trial', it) < 5000) == held }
    }

    when:
    contact out
    2.times { arrives 'begin' }

    then:
    status == 'held_out'
    sent == []
    skipReasons == ['held_out', 'held_out']

    when:
    contact other, email: 'other@example.com'
    arrives 'begin'

    then:
    status == 'completed'
    sent == ['first']
    crashEverywhere()
  }

  def "the first of several events ends the wait, with its name"() {
    given:
    journey 'trial', '''
      def first = waitForAny 'paid', 'left', 'called', timeout: 3.days
      checkpoint "${first.event} ${first.properties.n}"
      '''

    when:
    arrives 'begin'
    timePasses 1.days
    came.each { arrives it, n: 7 }
    timePasses 3.days

    then:
    label == end
    crashEverywhere()
    replayEverywhere()

    where:
    came               || end
    ['left', 'paid']   || 'left 7'
    ['called', 'left'] || 'called 7'
    ['other']          || 'null null'
  }

  def "an event that came while the mail before was sent is the first of several, too"() {
    given:
    journey 'trial', '''
      sendEmail 'first'
      def first = waitForAny 'paid', 'left', timeout: 1.days
      checkpoint first.event
      '''
    provider { mail -> ['other', 'left', 'paid'].each { arrives it } }

    when:
    arrives 'begin'

    then:
    label == 'left'
  }

  def "a wait for a property ends when it really changes: #changes"() {
    given:
    journey 'trial', '''
      def change = waitForChange 'plan', timeout: 3.days
      checkpoint "${change.timedOut} ${contact.plan} ${change.properties.plan}"
      '''
    contact 'ada@example.com', plan: 'free'

    when:
    arrives 'begin'
    changes.each { contact it }
    timePasses 3.days

    then:
    label == end
    crashEverywhere()
    replayEverywhere()

    where:
    changes                            || end
    [[plan: 'pro']]                    || 'false pro pro'
    [[plan: null]]                     || 'false null null'
    [[seats: 3], [plan: 'free']]       || 'true free null'
    [[seats: 3], [plan: 'max', x: 1]]  || 'false max max'
  }

  def "a list or an object that changes ends the wait for it, though it is not told"() {
    given:
    journey 'trial', '''
      def change = waitForChange 'tags', timeout: 3.days
      checkpoint "${change.timedOut} ${contact.tags}"
      '''
    contact 'ada@example.com', tags: ['a']

    when:
    arrives 'begin'
    contact tags: ['a']
    contact tags: ['a', 'b']

    then:
    label == 'false [a, b]'
  }

  def "a change lets in and ends a run; without a journey that hears of it, nothing is told"() {
    given:
    journey 'trial', 'sleepFor 10.days', "exitOn 'contact:changed', where: where { plan == 'pro' }"
    contact 'ada@example.com'

    when:
    arrives 'begin'
    contact plan: 'free'

    then:
    status == 'waiting'

    when:
    contact plan: 'pro'

    then:
    status == 'exited'
    history == ['begin', 'contact:changed', 'contact:changed']
    crashEverywhere()
  }

  def "what nobody asks for is not told"() {
    given:
    journey 'trial', 'sleepFor 10.days'

    when:
    contact 'ada@example.com', plan: 'free'
    contact plan: 'pro'

    then:
    history == []
  }

  def "what a run sets is told before what it triggers, and only once"() {
    given:
    journey 'trial', '''
      if (event.n == 1) {
        trigger 'begin', properties: [n: 2]
        setContact plan: 'pro', seats: 1
        setContact seats: 2
        setContact plan: 'pro'
      }
      def change = waitForChange 'plan', timeout: 1.days
      checkpoint "${change.timedOut}"
      ''', "key 'n'"

    when:
    arrives 'begin', n: 1

    then:
    history == ['begin', 'contact:changed', 'begin']
    timeline.any { it.contains('event contact:changed {plan=pro, seats=2}') }

    when:
    timePasses 1.days

    then: 'the run that set it does not hear of itself as of another'
    label == 'true'
    crashEverywhere()
  }
}
