package dev.sojourn.runtime.journey

import static dev.sojourn.runtime.app.Patience.until


/** Journeys that start others, in the whole service. */
class StartJourneyDatabaseSpec extends ServiceSpecification {
  private static final String START = '''
      def tour = startJourney 'tour', properties: [plan: event.plan]
      checkpoint "$tour.entered $tour.status"
      def end = tour.ended(within: 1.minute)
      exit "$tour.entered $tour.status $end.timedOut $end.status"
      '''

  def setup() {
    bundle.journey('trial', 'trial.began', START)
  }

  def "a journey that is started goes its way, and its end wakes the one that started it"() {
    given:
    bundle.journey('tour', 'tour.asked', """
      waitForEvent 'tour.went', timeout: 1.minute
      exit "\${event.eventName} \${event.plan}"
      """)
    start()

    when:
    event('trial.began', [plan: 'pro'])
    until(10) { waitsFor('journey:completed') }
    event('tour.went')

    then:
    until(10) { app.states('trial', 'ada')[0].status == 'exited' }
    reason('tour') == 'start:tour pro'
    reason('trial') == 'true active false exited'
    sight.number("select count(*) from events e join names n on n.id = e.name where n.name like 'start:%'") == 1
  }

  def "one who is in the journey already is waited for, and did not enter"() {
    given:
    bundle.journey('tour', 'tour.asked', "waitForEvent 'tour.went', timeout: 1.minute")
    start()
    event('tour.asked')
    app.parked('tour', 'ada')

    when:
    event('trial.began')
    until(10) { waitsFor('journey:completed') }
    event('tour.went')

    then:
    until(10) { app.states('trial', 'ada')[0].status == 'exited' }
    reason('trial') == 'false active false completed'
    sight.number('select count(*) from enrolments') == 2
  }

  def "where nobody enters, the run goes on at once: #why"() {
    given:
    bundle.journey('tour', """
      journey('tour') {
        trigger    'tour.asked'
        entryLimit unlimited
        $top
        steps { log 'seen' }
      }
      """)
    start()

    when:
    event('trial.began')

    then:
    until(10) { app.states('trial', 'ada')[0].status == 'exited' }
    reason('trial') == "false $status false $status"

    where:
    why             | top                    || status
    'no key'        | "key 'orderId'"        || 'not_entered'
    'switched off'  | 'enabled false'        || 'not_entered'
  }

  def "a script that starts a journey that is not there is not taken"() {
    given:
    bundle.journey('tuor', 'tour.asked', "log 'seen'")

    when:
    start()

    then:
    app.file('journeys/trial.groovy').error.contains("no journey 'tour'; did you mean 'tuor'?")
  }

  private boolean waitsFor(String event) {
    sight.number("select count(*) from runs r join names n on n.id = r.wait_name where n.name = '$event'") == 1
  }

  private String reason(String journey) {
    sight.text("select reason from enrolments e join names n on n.id = e.journey where n.name = 'journey:$journey'")
  }
}
