package dev.sojourn.testkit

import dev.sojourn.dsl.compile.InvalidScript
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** Journeys that start others, in memory. */
@RestoreSystemProperties
class StartJourneySpec extends JourneySpecification implements TrialBundle {
  private static final String START = '''
      def tour = startJourney 'tour', properties: [plan: contact.plan]
      log "$tour.entered $tour.status"
      def end = tour.ended(within: 3.days)
      exit "$end.timedOut $end.status"
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

  def "the other journey is played, and its end comes back: #end"() {
    given:
    journey 'tour', steps, "exitOn 'bored'"
    journey 'trial', START
    contact plan: 'pro'

    when:
    arrives 'begin'
    timePasses 1.days
    arrives 'bored'
    timePasses 4.days

    then:
    reason == end
    sent == mails
    status == 'exited'

    and:
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()

    where:
    steps                                                        || mails   | end
    "sendEmail event.plan as String"                             || ['pro'] | 'false completed'
    "sleepFor 12.hours\nsendEmail event.plan as String"          || ['pro'] | 'false completed'
    "sleepFor 2.days\nsendEmail event.plan as String"            || []      | 'false exited'
    "sleepFor 12.hours\nexit 'seen'"                             || []      | 'false exited'
    "sleepFor 12.hours\nthrow new IllegalStateException('oh')"   || []      | 'false failed'
  }

  def "of two mails at once, that of the larger priority takes the place under a cap"() {
    given:
    Files.writeString(directory.resolve('lists.groovy'), 'cap 1, per: 1.day')
    journey 'tour', "sendEmail 'first'", 'priority 10'
    journey 'trial', "startJourney 'tour'\nlog sendEmail('second').status", 'priority 1'

    when:
    arrives 'begin'
    timePasses 1.minute

    then:
    sent == ['first']
    timeline.any { it.endsWith('log skipped') }

    and:
    crashEverywhere()
    replayEverywhere()
    duplicateDeliveries()
  }

  def "time does not go back"() {
    given:
    journey 'trial', "log 'x'"

    when:
    timePasses java.time.Duration.ofDays(-1)

    then:
    def e = thrown(IllegalArgumentException)
    e.message == "timePasses takes time that goes by, not 'PT-24H'"
  }

  def "one who stays too long is waited for no longer"() {
    given:
    journey 'tour', 'sleepFor 9.days'
    journey 'trial', START

    when:
    arrives 'begin'
    timePasses 3.days

    then:
    reason == 'true active'
  }

  def "the guards of the other journey are asked: #what"() {
    given:
    journey 'tour', 'sleepFor 1.days', top
    change('tour', 'entryLimit unlimited', limit)
    journey 'trial', 'log startJourney("tour", label: "first").status\nsleepFor pause\n'.replace('pause', "${pause}.days") +
        'def again = startJourney "tour", label: "again"\nexit "$again.entered $again.status ${again.ended(within: 5.days).status}"'

    when:
    arrives 'begin'
    timePasses 9.days

    then:
    timeline.findAll { it.contains('log') }*.substring(14) == ["log $first"]
    reason == end

    where:
    what           | limit                  | top             | pause || first         | end
    'live already' | 'entryLimit unlimited' | ''              | 0     || 'active'      | 'false active completed'
    'its limit'    | 'entryLimit once'      | ''              | 2     || 'active'      | 'false not_entered not_entered'
    'switched off' | 'entryLimit unlimited' | 'enabled false' | 2     || 'not_entered' | 'false not_entered not_entered'
    'a key'        | 'entryLimit unlimited' | "key 'orderId'" | 2     || 'not_entered' | 'false not_entered not_entered'
    'unlimited'    | 'entryLimit unlimited' | ''              | 2     || 'active'      | 'true active completed'
  }

  private void change(String id, String from, String to) {
    def file = directory.resolve("journeys/${id}.groovy")
    Files.writeString(file, Files.readString(file).replace(from, to))
  }

  def "a journey that is not there is told before anything is played"() {
    given:
    journey 'tour', 'sleepFor 1.days'
    journey 'trial', "startJourney 'tuor'"

    when:
    arrives 'begin'

    then:
    def refused = thrown(InvalidScript)
    refused.message.contains("no journey 'tuor'; did you mean 'tour'?")
  }

  def "two journeys that start each other come to an end"() {
    given:
    journey 'tour', "startJourney 'trial'"
    journey 'trial', "startJourney 'tour'"

    when:
    arrives 'begin'

    then:
    status == 'completed'
    timeline.count { it.contains('entered') } == 17
    timeline.any { it.contains('too_many_hops') }
  }
}
