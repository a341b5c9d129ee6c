package dev.sojourn.testkit

import dev.sojourn.core.replay.ReplayVerdict
import dev.sojourn.dsl.compile.InvalidScript
import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** What the kit puts a journey through, and what it finds there. */
@RestoreSystemProperties
class StressSpec extends JourneySpecification implements TrialBundle {
  @TempDir Path directory

  @Override
  protected String journey() {
    'trial'
  }

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  def "a sound journey passes all of it"() {
    given:
    journey 'trial', '''
      def code = once('code') { key -> 'CODE-' + key }
      log "it is ${now()} for ${contact.plan}"
      sendEmail 'first', props: [code: code]
      def answer = waitForEvent 'answer', timeout: 2.days
      if (answer.timedOut) {
        exit 'silence'
      }
      checkpoint "${answer.properties.n}"
      '''
    contact 'ada@example.com', plan: 'free'

    when:
    arrives 'begin'
    timePasses 1.day
    if (answers) {
      arrives 'answer', n: 7
    }
    timePasses 2.days

    then:
    status == end
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()

    where:
    answers || end
    true    || 'completed'
    false   || 'exited'
  }

  def "a journey that fails fails in the replay too"() {
    given:
    journey 'trial', steps
    mailFails 'first', 'no such mailbox'

    when:
    arrives 'begin'

    then:
    status == 'failed'
    replayEverywhere()
    crashEverywhere()

    where:
    steps << [
      "sendEmail 'first'",
      "def list = [1]\nlog list[3].toString()",
      "once('much') { 'x' * 100_000 }"
    ]
  }

  def "randomness that is not recorded is refused with its line"() {
    given:
    journey 'trial', '''
      log 'so far so good'
      if (Math.random() > 0.5) {
        sendEmail 'first'
      }
      '''

    when:
    arrives 'begin'

    then:
    def e = thrown(InvalidScript)
    e.message.startsWith('journeys/trial.groovy:9:')
    e.message.contains("'Math.random' cannot be used in a step: it differs in every replay")
  }

  def "ambient time is refused with its line"() {
    given:
    journey 'trial', '''
      log 'so far so good'
      sleepUntil java.time.Instant.now() + 2.days
      '''

    when:
    arrives 'begin'

    then:
    def e = thrown(InvalidScript)
    e.message.startsWith("journeys/trial.groovy:9:")
    e.message.contains('it differs in every replay; use now()')
  }

  def "#what that leaks out of once is told with the line where it shows"() {
    given:
    journey 'trial', """
      def leak = [0L]
      once('kept') { leak[0] = $leak; 'kept' }
      checkpoint leak[0] > 0 ? 'drawn' : 'not drawn'
      sleepFor 1.days
      """

    when:
    arrives 'begin'
    replayEverywhere()

    then:
    def e = thrown(AssertionError)
    e.message == "journey 'trial' is another one in a replay; what differs must come from a word, or from the value " +
        "of once: journeys/trial.groovy:10: journal has checkpoint 'drawn' at step 2, the script asks for " +
        "checkpoint 'not drawn'; pin the old version or add the step after it"

    where:
    what           | leak
    'randomness'   | '1L + new Random().nextInt(100)'
    'ambient time' | 'System.currentTimeMillis()'
  }

  def "a leak fails the spec even if nobody asks for a replay, when the journey is taken up again"() {
    given:
    journey 'trial', '''
      def leak = [0L]
      once('kept') { leak[0] = System.nanoTime() | 1L; 'kept' }
      sendEmail leak[0] != 0 ? 'first' : 'second'
      '''

    when:
    arrives 'begin'

    then:
    def e = thrown(AssertionError)
    e.message.contains("journeys/trial.groovy:10: journal has email 'first' at step 2, the script asks for email 'second'")
  }

  def "a value that a crash draws again is told with its step, its line and both values"() {
    given:
    journey 'trial', '''
      log 'so far so good'
      def code = once('code') { UUID.randomUUID().toString() }
      sleepFor 1.days
      sendEmail 'first', props: [code: code]
      '''

    when:
    arrives 'begin'
    timePasses 1.days
    crashEverywhere()

    then:
    def e = thrown(AssertionError)
    e.message =~ /^a crash at commit 1 changes what happens: journeys\/trial.groovy:9: once 'code' gave '[0-9a-f-]{36}', then '[0-9a-f-]{36}'; it came to/
    e.message.contains('+1d 00:00:00  completed trial')
  }

  def "events that the provider of the scenario sends are played again with it"() {
    given:
    journey 'trial', '''
      sendEmail 'first'
      def answer = waitForEvent 'answer', timeout: 1.days
      checkpoint answer.timedOut ? 'silence' : 'answered'
      '''
    provider { mail -> arrives 'answer' }

    when:
    arrives 'begin'

    then:
    label == 'answered'
    history == ['begin', 'answer']
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()
  }

  def "a new script is for those who enter, and the old journal says what it would come to"() {
    given:
    journey 'trial', '''
      sendEmail 'first'
      sleepFor 2.days, label: 'nap'
      sendEmail 'second'
      '''
    changeScriptAt 'nap', source('trial', steps)

    when:
    contact 'ada@example.com'
    arrives 'begin'
    contact 'bob@example.com'
    arrives 'begin'
    timePasses 2.days

    then:
    mails.findAll { it.to == 'ada@example.com' }*.template == ['first', 'second']
    mails.findAll { it.to == 'bob@example.com' }*.template == sentToBob
    verdicts == [verdict]
    crashEverywhere()
    replayEverywhere()

    where:
    steps            || sentToBob          | verdict
    '''
      sendEmail 'first'
      sleepFor 1.day, label: 'nap'
      sendEmail 'second'
    '''               || ['first', 'second'] | new ReplayVerdict.Same()
    '''
      sendEmail 'first'
      sleepFor 1.day, label: 'nap'
      sendEmail 'other'
    '''               || ['first', 'other']  | new ReplayVerdict.Gains("email 'other'", "email 'second'")
    '''
      sleepFor 1.day, label: 'nap'
      sendEmail 'first'
    '''               || ['first']           | new ReplayVerdict.Diverges(
        "journeys/trial.groovy:8: journal has email 'first' at step 1, the script asks for sleep 'nap'; " +
        'pin the old version or add the step after it')
    "sendEmail 'first'" || ['first']           | new ReplayVerdict.Diverges(
        "journeys/trial.groovy: journal has sleep 'nap' at step 2, the script ends before it; " +
        'pin the old version or keep the step')
  }

  def "a script that does not compile is not released"() {
    given:
    journey 'trial', "sendEmail 'first'"

    when:
    changeScriptAt 'first', source('trial', "sendMail 'first'")

    then:
    def e = thrown(InvalidScript)
    e.message.startsWith('journeys/trial.groovy:8:')
  }
}
