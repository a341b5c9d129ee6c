package dev.sojourn.testkit

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** Runs that start over, in memory. */
@RestoreSystemProperties
class StartOverSpec extends JourneySpecification implements TrialBundle {
  private static final String LOOP = '''
      def round = (carried.round ?: 1) as Integer
      def code = once('code') { "code $round" }
      trigger 'round.began', properties: [round: round]
      sendEmail 'first', props: [code: code]
      def answer = waitForEvent 'answer', timeout: 7.days
      log "${round} ${answer.timedOut} ${answer.properties.n}"
      if (round == 3) {
        exit 'enough'
      }
      startOver round: round + 1
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

  def "each round is whole, and each event belongs to one"() {
    given:
    journey 'trial', LOOP

    when:
    arrives 'begin'
    arrives 'answer', n: 1
    timePasses 1.days
    arrives 'answer', n: 2
    timePasses 8.days

    then:
    status == 'exited'
    mails*.props*.code == ['code 1', 'code 2', 'code 3']
    history == ['begin', 'round.began', 'answer', 'round.began', 'answer', 'round.began']
    timeline.findAll { it.contains('log') || it.contains('over') }*.substring(14) == [
      'log 1 false 1', 'trial starts over, generation 1 with {round=2}',
      'log 2 false 2', 'trial starts over, generation 2 with {round=3}',
      'log 3 true null']

    and:
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()
  }

  def "a loop that never waits fails instead of spinning"() {
    given:
    journey 'trial', "startOver n: (carried.n ?: 0)"

    when:
    arrives 'begin'

    then:
    status == 'failed'
    reason.contains('the run was started over 100 times without a wait between')
  }

  def "a script may be released at a step of an earlier round"() {
    given:
    journey 'trial', "sleepFor 1.days, label: carried.n == 1 ? 'second' : 'first'\nsendEmail 'x'\nstartOver n: 1"
    changeScriptAt 'x', source('trial', "sleepFor 1.days, label: carried.n == 1 ? 'second' : 'first'\nexit 'new'")

    when:
    arrives 'begin'
    timePasses 1.days

    then:
    label == 'second'
    verdicts*.class*.simpleName == ['Gains']
    verdicts[0].next() == "exit 'new'"
  }

  def "the journal of a later round is recorded, and replays"() {
    given:
    journey 'trial', LOOP
    arrives 'begin'
    arrives 'answer', n: 1
    timePasses 1.days

    when:
    record directory.resolve('journals'), 'trial-1'

    then:
    Files.readString(directory.resolve('journals/trial-1.run')).contains('"generation":1')
    RecordedJournals.in(directory.resolve('journals')).check()
  }
}
