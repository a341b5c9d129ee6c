package dev.sojourn.testkit

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** Journals of earlier releases, this project's and an author's. */
@RestoreSystemProperties
class RecordedJournalsSpec extends JourneySpecification implements TrialBundle {
  static final String STEPS = '''
      checkpoint 'begun'
      sendEmail 'first', props: [plan: event.plan]
      sleepFor 2.days
      sendEmail 'second'
      '''

  @TempDir Path directory

  Path getJournals() {
    directory.resolve('journals')
  }

  @Override
  protected String journey() {
    'trial'
  }

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  def "the journals that earlier builds of this project stored still replay"() {
    given: 'they are never changed: what does not replay here would not replay in production'
    def recorded = RecordedJournals.in(Path.of(getClass().getResource('/journals').toURI()))

    expect:
    recorded.names() == ['gathered', 'journey', 'on-a-date', 'rounds', 'start-journey']
    recorded.check()
  }

  def "a journal is recorded #when, and replays on its own script and on today's"() {
    given:
    journey 'trial', STEPS

    when:
    arrives 'begin', plan: 'pro'
    timePasses days.days
    record journals, 'trial-1'

    then:
    status == reached
    RecordedJournals.in(journals).names() == ['trial-1']
    RecordedJournals.in(journals).check()
    RecordedJournals.in(journals).check(bundle)

    where:
    when          | days || reached
    'on its way'  | 1    || 'waiting'
    'at its end'  | 2    || 'completed'
  }

  def "steps that changed places are told with the line and the recorded step"() {
    given:
    recordedAfter 2

    when:
    journey 'trial', '''
      checkpoint 'begun'
      sendEmail 'second'
      sleepFor 2.days
      sendEmail 'first'
      '''
    RecordedJournals.in(journals).check(bundle)

    then:
    def e = thrown(AssertionError)
    e.message == "recorded journal 'trial-1' was completed, today it diverges: journeys/trial.groovy:9: " +
        "journal has email 'first' at step 2, the script asks for email 'second'; " +
        'pin the old version or add the step after it'
  }

  def "a journal that is over may not go on, one that is on its way may"() {
    given:
    recordedAfter days

    when:
    journey 'trial', STEPS.stripIndent() + "sendEmail 'third'"
    def problem = problemToday()

    then:
    problem == message

    where:
    days || message
    2    || "recorded journal 'trial-1' was completed, today the script asks for email 'third' next"
    1    || null
  }

  def "the script beside a journal is what it is held against, whatever the bundle has today"() {
    given:
    recordedAfter 2

    when:
    journey 'trial', "sendEmail 'other'"

    then:
    RecordedJournals.in(journals).check()
  }

  def "a journal is never written over, and a directory without any is no check"() {
    when:
    RecordedJournals.in(directory).check()

    then:
    def nothing = thrown(AssertionError)
    nothing.message.startsWith("no journal in '")

    when:
    recordedAfter 1
    record journals, 'trial-1'

    then:
    def e = thrown(IllegalStateException)
    e.message.startsWith("the journal 'trial-1' exists")
  }

  private void recordedAfter(int days) {
    journey 'trial', STEPS
    arrives 'begin', plan: 'pro'
    timePasses days.days
    record journals, 'trial-1'
  }

  private String problemToday() {
    try {
      RecordedJournals.in(journals).check(bundle)
      null
    } catch (AssertionError e) {
      e.message
    }
  }
}
