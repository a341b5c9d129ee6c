package dev.sojourn.testkit

import java.nio.file.Path
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

/** The words of a journey's spec, tried on journeys made for it. */
@RestoreSystemProperties
class TrialSpec extends JourneySpecification implements TrialBundle {
  @TempDir Path directory

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  def "time brings each run to its deadline, in order"() {
    given:
    journey 'trial', '''
      sleepFor 1.days
      log "one ${now()}"
      sleepUntil now() + 12.hours
      log "two ${now()}"
      '''
    startsAt java.time.Instant.parse('2026-03-01T00:00:00Z')

    when:
    arrives 'begin'
    timePasses 36.hours

    then:
    timeline == [
      '+0d 00:00:00  event begin',
      '+0d 00:00:00  entered trial',
      "+0d 00:00:00  trial sleeps 'sleep' until +1d 00:00:00",
      '+1d 00:00:00  log one 2026-03-02T00:00:00Z',
      "+1d 00:00:00  trial sleeps 'sleep' until +1d 12:00:00",
      '+1d 12:00:00  log two 2026-03-02T12:00:00Z',
      '+1d 12:00:00  completed trial'
    ]
    crashEverywhere()
  }

  def "an event between two steps ends the wait that follows"() {
    given:
    journey 'trial', '''
      sendEmail 'first'
      def answer = waitForEvent 'answer', timeout: 1.days
      checkpoint answer.timedOut ? 'silence' : 'answered'
      '''
    provider { mail -> arrivesMeanwhile() }

    when:
    arrives 'begin'

    then:
    label == 'answered'
  }

  private void arrivesMeanwhile() {
    arrives 'answer'
  }

  def "an event that came before the wait counts only as far back as it looks"() {
    given:
    journey 'trial', """
      sleepFor 1.days
      def answer = waitForEvent 'answer', timeout: 1.days$lookback
      checkpoint "\${answer.timedOut ? 'silence' : 'answered ' + answer.properties.n}"
      """

    when:
    arrives 'begin'
    arrives 'answer', n: 1
    timePasses 12.hours
    arrives 'answer', n: 2
    timePasses 3.days

    then:
    label == end
    crashEverywhere()

    where:
    lookback              || end
    ''                    || 'silence'
    ', lookback: 6.hours' || 'silence'
    ', lookback: 2.days'  || 'answered 2'
  }

  def "history answers for the contact that acts, within a time"() {
    given:
    journey 'trial', '''
      checkpoint "${history.hasEvent('paid')} ${history.hasEvent('paid', within: 1.days)}"
      '''

    when:
    contact 'bob@example.com'
    arrives 'paid'
    timePasses 2.days
    arrives 'begin'

    then:
    label == 'true false'
    history == ['paid', 'begin']

    when:
    contact 'ada@example.com'
    arrives 'begin'

    then:
    label == 'false false'
  }

  def "contact properties are what they are when a segment begins"() {
    given:
    journey 'trial', '''
      checkpoint "${contact.plan}"
      sleepFor 1.days
      checkpoint "${contact.plan} ${contact.id} ${contact.email}"
      '''
    contact 'Ada@Example.com', id: 'u7', plan: 'free'

    when:
    arrives 'begin'
    contact 'Ada@Example.com', plan: 'pro'
    timePasses 1.days

    then:
    label == 'pro u7 ada@example.com'
    timeline.any { it.endsWith("checkpoint 'free'") }
  }

  def "a mail fails for good with the provider's words"() {
    given:
    journey 'trial', "sendEmail 'first'"
    provider { mail -> throw new IllegalStateException("no route to ${mail.to}") }

    when:
    arrives 'begin'

    then:
    sent == []
    status == 'failed'
    reason == "journeys/trial.groovy:8: step 'first' failed: no route to someone@example.com"
  }

  def "a mail is skipped when #what"() {
    given:
    journey 'trial', '''
      def first = sendEmail 'first'
      def second = sendEmail 'second'
      checkpoint "${first.status} ${second.status} ${second.reason}"
      ''', 'suppress 1.hours'

    when:
    unsubscribes left
    arrives 'begin'

    then:
    label == end

    where:
    what                   | left    || end
    'it comes too soon'    | 'other' || 'sent skipped journey_suppressed'
    'its category is left' | 'journey' || 'unsubscribed unsubscribed unsubscribed_from_category'
  }

  def "templates are rendered where the bundle has them"() {
    given:
    journey 'trial', "sendEmail 'first', props: [plan: event.plan]"
    template 'first.html', '''\
      ---
      subject: Your {{plan}}, {{name}}
      props:
        plan: { type: string, required: true }
      ---
      <p>{{plan}} &amp; more</p>
      '''.stripIndent()

    when:
    contact 'ada@example.com', firstName: 'Ada'
    arrives 'begin', plan: 'pro'

    then:
    mails[0].subject == 'Your pro, Ada'
    mails[0].html.contains('<p>pro &amp; more</p>')
    mails[0].text.contains('pro & more')

    when:
    arrives 'begin'

    then:
    status == 'failed'
    reason.contains("required prop 'plan' is missing")
  }

  def "a template that the bundle lacks fails the mail"() {
    given:
    journey 'trial', "sendEmail 'first'"
    template 'other.html', '---\nsubject: x\n---\n<p>x</p>\n'

    when:
    arrives 'begin'

    then:
    reason.contains("template 'first' does not exist")
  }

  def "a journey with a random value is not the same after a crash"() {
    given:
    journey 'trial', '''
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
    e.message.startsWith('a crash at commit 1 changes what happens')
  }

  def "a journey that is missing says where it was looked for"() {
    when:
    arrives 'begin'

    then:
    def e = thrown(IllegalStateException)
    e.message.contains("no journey 'trial'")
    e.message.contains('trial.groovy')
  }

  def "a journey that does not compile says what is wrong"() {
    given:
    journey 'trial', "sendMail 'first'"

    when:
    arrives 'begin'

    then:
    def e = thrown(RuntimeException)
    e.message.contains('journeys/trial.groovy:8:')
    e.message.contains('sendEmail')
  }
}
