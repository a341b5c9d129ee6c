package dev.sojourn.runtime.journey

import static dev.sojourn.runtime.app.Patience.until


/** Repeated triggers, waits for several events and changes of contacts, in the whole service. */
class EntryDatabaseSpec extends ServiceSpecification {
  def setup() {
    bundle.template('first')
  }

  def "a queued trigger begins a run when the live one completes, and what completed that does not count for it"() {
    given:
    bundle.journey('line', '''
      journey('line') {
        trigger    'line.began'
        entryLimit unlimited
        onRepeat   queue

        steps {
          waitForEvent 'line.go', timeout: 1.minute
          checkpoint "went with ${event.n}"
        }
      }
      ''')
    start()
    event('line.began', [n: 1])
    app.parked('line', 'ada')
    event('line.began', [n: 2])
    event('line.began', [n: 3])

    when:
    event('line.go')

    then:
    until(10) { standing('line') == ['waiting', 'completed'] }
    sight.texts('select event_id from queued_triggers') == []
    app.states('line', 'ada')*.context*.n == [3, 1]

    when: 'it is killed and comes again'
    app.die()
    start()
    event('line.go')

    then:
    until(10) { standing('line') == ['completed', 'completed'] }
    app.states('line', 'ada')*.currentNodeId == ['went with 3', 'went with 1']
  }

  def "a run that is cancelled lets the queued trigger follow"() {
    given:
    bundle.journey('line', '''
      journey('line') {
        trigger    'line.began'
        entryLimit unlimited
        onRepeat   queue

        steps {
          sleepFor 1.hours
        }
      }
      ''')
    start()
    event('line.began', [n: 1])
    def live = app.parked('line', 'ada')
    event('line.began', [n: 2])

    when:
    app.cancel('line', live.id)

    then:
    until(10) { standing('line') == ['waiting', 'exited'] }
    app.states('line', 'ada')*.context*.n == [2, 1]
  }

  def "the first of several events that came while the mail before the wait was under way ends it"() {
    given:
    bundle.journey('pair', 'pair.began', '''
      sendEmail 'first'
      def came = waitForAny 'pair.paid', 'pair.left', timeout: 1.minute
      checkpoint "${came.event} ${came.properties.n}"
      ''')
    start(SENDS_HELD: 'true')
    event('pair.began')
    until(10) { sight.texts('select status from sends') == ['queued'] }
    event('pair.other', [n: 1])
    event('pair.left', [n: 2])
    event('pair.paid', [n: 3])

    when:
    app.close()
    start()

    then:
    until(20) { standing('pair') == ['completed'] }
    app.states('pair', 'ada')[0].currentNodeId == 'pair.left 2'
  }

  def "any of several events wakes a run that is parked for them, and people see all their names"() {
    given:
    bundle.journey('pair', 'pair.began', '''
      def came = waitForAny 'pair.paid', 'pair.left', timeout: 1.minute
      checkpoint "${came.event}"
      ''')
    start()
    event('pair.began')

    expect:
    app.parked('pair', 'ada').currentNodeId == 'pair.paid|pair.left'

    when:
    event('pair.other')
    event('pair.left')
    event('pair.paid')

    then:
    until(10) { standing('pair') == ['completed'] }
    app.states('pair', 'ada')[0].currentNodeId == 'pair.left'
  }

  def "a wait for a property ends when an event or another run really changes it: #by"() {
    given:
    bundle.journey('hears', 'hears.began', '''
      def change = waitForChange 'plan', timeout: 1.minute
      checkpoint "${change.timedOut} ${change.properties.plan} ${contact.plan}"
      ''')
    bundle.journey('sets', 'sets.began', "setContact plan: event.plan")
    start()
    event('hears.began', [:], [plan: 'free'])
    app.parked('hears', 'ada')

    when: 'nothing really changes'
    event('visit', [:], [plan: 'free', seats: 1])
    event('sets.began', [plan: 'free'])
    until(10) { standing('sets') == ['completed'] }

    then:
    standing('hears') == ['waiting']

    when:
    event(name, properties, contact)

    then:
    until(10) { standing('hears') == ['completed'] }
    app.states('hears', 'ada')[0].currentNodeId == 'false pro pro'

    where:
    by      | name         | properties    | contact
    'event' | 'visit'      | [:]           | [plan: 'pro']
    'run'   | 'sets.began' | [plan: 'pro'] | [:]
  }

  /** How the enrolments of the contact stand, newest first. */
  private List<String> standing(String journey) {
    app.states(journey, 'ada')*.status
  }
}
