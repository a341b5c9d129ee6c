package dev.sojourn.runtime.journey

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.app.Mails

/** Live enrolments of contacts that turn out to be one person, in the whole service. */
class MergedRunsDatabaseSpec extends ServiceSpecification {
  def setup() {
    bundle.template('hello')
    bundle.journey('pair', 'pair.began', """
      def use = waitForEvent 'pair.went', timeout: 30.days
      if (!use.timedOut) {
        sendEmail 'hello'
      }
      """)
  }

  def "a contact identified in the middle of a wait is heard under its new key, and mailed at its new address"() {
    given:
    start()
    began()

    when:
    app.post(name: 'signed.up', userId: 'ada', email: 'ada@example.com')
    app.post(name: 'signed.in', userId: 'ada', email: 'old@example.com')
    app.post(name: 'pair.went', userId: 'ada')

    then:
    until(10) { app.states('pair', 'ada').find { it.status == 'completed' } }
    until(10) { Mails.subjects(home, 'ada@example.com') == ['hello'] }
  }

  def "what the other contact did since the wait began ends the wait once both are one"() {
    given:
    start()
    began()
    app.post(name: 'pair.went', userId: 'ada', email: 'ada@example.com')

    when:
    app.post(name: 'signed.in', userId: 'ada', email: 'old@example.com')

    then:
    until(10) { app.states('pair', 'ada').find { it.status == 'completed' } }
    until(10) { Mails.subjects(home, 'ada@example.com') == ['hello'] }
  }

  def "a wait that nothing ends is looked at by a merge and waits on for as long as before"() {
    given:
    start()
    began()
    def due = sight.text('select due_at from runs')
    def epoch = sight.text('select epoch from runs') as int

    when:
    app.post(name: 'signed.up', userId: 'ada', email: 'ada@example.com')
    app.post(name: 'signed.in', userId: 'ada', email: 'old@example.com')

    then:
    until(10) { (sight.text('select epoch from runs') as int) > epoch + 1 && sight.text('select due_at from runs') == due }
    app.states('pair', 'ada')*.status == ['waiting']

    when:
    app.post(name: 'pair.went', userId: 'ada')

    then:
    until(10) { app.states('pair', 'ada').find { it.status == 'completed' } }
  }

  /** Somebody of whom nothing but an address is known waits. */
  private void began() {
    app.post(name: 'pair.began', email: 'old@example.com')
    until(10) { sight.texts('select 1 from runs where wait_name is not null') == ['1'] }
  }
}
