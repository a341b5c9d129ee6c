package dev.sojourn.runtime.journey

import static dev.sojourn.runtime.app.Patience.until


/** The words that ask about the past or change something outside, in the whole service. */
class JourneyWordsDatabaseSpec extends ServiceSpecification {
  def setup() {
    bundle.template('first')
  }

  def "history counts and lists events, and an answer stands when the run goes on"() {
    given:
    bundle.journey('trial', 'trial.began', '''
      log "${history.countOf('used')} ${history.countOf('used', within: 1.hour)} ${history.countOf('never')}"
      log "${history.events('used').collect { it.properties.n }} ${history.events('used', limit: 1)[0].properties.n} ${history.events('used', within: 1.hour).size()}"
      waitForEvent 'trial.went', timeout: 1.minute
      exit "${history.countOf('used')}"
      ''')
    start()
    event('used', [n: 1], '2026-01-01T00:00:00Z')
    event('used', [n: 2])
    event('used', [n: 3])

    when:
    began()
    app.parked('trial', 'ada')
    event('used', [n: 4])
    event('trial.went')

    then:
    until(10) { state().status == 'exited' }
    logged() == ['3 2 0', '[3, 2, 1] 3 2']
    ended() == '4'
  }

  def "history knows what a contact did in journeys, the enrolment that asks counted"() {
    given:
    bundle.journey('first', 'first.began', "checkpoint 'done'")
    bundle.journey('trial', 'trial.began', '''
      def before = history.journey('first')
      exit "${before.completed} ${before.entryCount} ${before.lastCompletedAt != null} ${history.journey('trial').entryCount} ${history.journey('never').completed}"
      ''')
    start()
    event('first.began')
    until(10) { state('first')?.status == 'completed' }

    when:
    began()

    then:
    until(10) { state().status == 'exited' }
    ended() == 'true 1 true 1 false'
  }

  def "history, throttle and guard know the mails of the contact's address and what it wants"() {
    given:
    bundle.journey('trial', 'trial.began', '''
      def before = throttle limit: 2, window: 1.day
      sendEmail 'first'
      def after = throttle limit: 1, window: 1.day, category: 'journey', label: 'after'
      def news = throttle limit: 1, window: 1.day, category: 'transactional', label: 'news'
      def mails = history.email('first')
      exit "${before.remaining} ${after.allowed} ${news.allowed} ${mails.count} ${mails.lastSentAt != null} ${guard.isSubscribed()}"
      ''')
    start()

    when:
    began()

    then:
    until(10) { state().status == 'exited' }
    ended() == '2 false true 1 true true'
  }

  def "a contact that leaves all mails while a run waits is not subscribed after it"() {
    given:
    bundle.journey('trial', 'trial.began', '''
      def before = guard.isSubscribed()
      waitForEvent 'trial.went', timeout: 1.minute
      exit "${before} ${guard.isSubscribed()}"
      ''')
    start()
    began()
    app.parked('trial', 'ada')

    when:
    sight.run("insert into preferences(contact_id, unsubscribed_all) select id, true from contacts")
    event('trial.went')

    then:
    until(10) { state().status == 'exited' }
    ended() == 'true false'
  }

  def "a digest gathers what came in its window and a little before, but nothing put in by hand"() {
    given:
    bundle.journey('trial', 'item.added', '''
      def items = digest window: 1.second, maxEvents: 3, where: { n > 1 }
      exit "${items.count} ${items.truncated} ${items.events.collect { it.properties.n }}"
      ''')
    start()

    when:
    [1, 2, 3].each { event('item.added', [n: it]) }
    sight.run("update events set source = 3 where props->>'n' = '3'")
    [4, 5].each { event('item.added', [n: it]) }

    then:
    until(10) { state().status == 'exited' }
    ended() == '3 false [2, 4, 5]'
  }

  def "an event that a run triggers happens after its commit: it enrols, ends a wait of the run, and is history then"() {
    given:
    bundle.journey('other', 'was.triggered', '''
      exit "${event.n} ${event.__hops} ${event.__value} ${event.__currency}"
      ''')
    bundle.journey('trial', 'trial.began', '''
      trigger 'was.triggered', properties: [n: 1], value: 9.5, currency: 'eur'
      trigger 'also.triggered'
      def before = history.hasEvent('was.triggered')
      def came = waitForEvent 'also.triggered', timeout: 1.minute
      exit "${before} ${came.timedOut} ${history.hasEvent('was.triggered')} ${history.countOf('also.triggered')}"
      ''')
    start()

    when:
    began()

    then:
    until(10) { state().status == 'exited' && state('other')?.status == 'exited' }
    reason('trial') == 'false false true 1'
    reason('other') == '1 1 9.5 EUR'
    sight.texts("select n.name || ' ' || e.source from events e join names n on n.id = e.name order by e.id") ==
        ['trial.began 1', 'was.triggered 2', 'also.triggered 2']
    until(10) { sight.number('select count(*) from outbox') == 0 }
  }

  def "events that cause each other end after sixteen, and the one refused is told with its reason"() {
    given:
    bundle.journey('trial', 'trial.began', "trigger 'trial.began'")
    start()

    when:
    began()

    then:
    until(20) { sight.number("select count(*) from decisions where reason = 'too_many_hops'") == 1 }
    sight.text("select about || ' ' || compared::text from decisions where reason = 'too_many_hops'") ==
        'trigger:trial/trial.began {"__hops": 16}'
    until(10) { app.states('trial', 'ada').findAll { it.status == 'completed' }.size() == 17 }
  }

  def "a contact that a run sets is stored with its segment, and journeys that wait for the change go on"() {
    given:
    bundle.journey('watcher', 'trial.began', '''
      def change = waitForChange 'plan', timeout: 1.minute
      exit "${change.properties.plan}"
      ''')
    bundle.journey('trial', 'trial.went', '''
      setContact plan: 'pro', seats: 3, nick: null
      def seen = "${contact.plan} ${contact.nick}"
      sendEmail 'first'
      exit "${seen} ${contact.plan} ${contact.seats} ${contact.nick}"
      ''')
    start()
    app.post(name: 'came', userId: 'ada', email: 'ada@example.com', contactProperties: [nick: 'A', plan: 'free', keep: true])
    began()
    app.parked('watcher', 'ada')

    when:
    event('trial.went')

    then:
    until(10) { state().status == 'exited' && state('watcher').status == 'exited' }
    reason('trial') == 'pro null pro 3 null'
    reason('watcher') == 'pro'
    sight.text('select properties::text from contacts') == '{"keep": true, "plan": "pro", "seats": 3}'
  }

  def "a run that starts over goes on in the next generation of its journal, and sends again"() {
    given:
    bundle.journey('trial', 'trial.began', """
      def round = (carried.round ?: 1) as Integer
      sendEmail 'first', props: [round: round]
      def went = waitForEvent 'trial.went', timeout: 1.minute
      log "\${round} \${went.properties.n}"
      if (round == 3) {
        exit 'enough'
      }
      startOver round: round + 1
      """)
    start()

    when:
    began()
    [1, 2, 3].each { n ->
      until(10) { state().status == 'waiting' && sight.number('select generation from runs') == n - 1 && waits() }
      event('trial.went', [n: n])
    }

    then:
    until(10) { state().status == 'exited' }
    ended() == 'enough'
    logged() == ['1 1', '2 2', '3 3']
    sight.texts("select run_id || ' ' || ordinal from sends order by ordinal")*.split()*.last() == ['0', '2', '4']
    sight.texts("select generation || ' ' || segment from journal order by generation, segment") ==
        ['0 0', '0 1', '0 2', '1 0', '1 1', '1 2', '1 3', '2 0', '2 1', '2 2', '2 3']

    and: 'people see the rounds'
    def seen = app.get("/v1/admin/journeys/trial/states/${state().id}")
    seen.journal*.generation.unique() == [0, 1, 2]
    seen.logs*.action.count('start-over') == 2
  }

  def "a loop that never waits fails, and says so"() {
    given:
    bundle.journey('trial', 'trial.began', 'startOver()')
    start()

    when:
    began()

    then:
    until(10) { state().status == 'failed' }
    ended().contains('the run was started over 100 times without a wait between')
  }

  def "a variant is the arm of the contact's own id"() {
    given:
    bundle.journey('welcome', 'trial.began', "exit variant('subject', 'plain', 'bold', 'loud', 'quiet')")
    start()

    when:
    ['u1', 'u2'].each { app.post(name: 'trial.began', userId: it) }

    then:
    until(10) { ['u1', 'u2'].every { app.states('welcome', it)[0]?.status == 'exited' } }
    sight.texts("select reason from enrolments e join contacts c on c.id = e.contact_id order by external_id") ==
        ['loud', 'quiet']
  }

  private void began() {
    event('trial.began')
  }

  private void event(String name, Map properties, String timestamp) {
    app.post(name: name, userId: 'ada', email: 'ada@example.com', eventProperties: properties, timestamp: timestamp)
  }

  private boolean waits() {
    sight.number('select count(*) from runs where wait_name is not null') == 1
  }

  private Map state(String journey = 'trial') {
    def states = app.states(journey, 'ada')
    states ? states[0] : null
  }

  /** Why the enrolment of the journey ended. */
  private String reason(String journey) {
    sight.text("select reason from enrolments e join names n on n.id = e.journey where n.name = 'journey:$journey'")
  }

  /** Why the newest enrolment ended. */
  private String ended() {
    sight.text('select reason from enrolments order by id desc limit 1')
  }

  /** The lines that journeys wrote to their timelines. */
  private List<String> logged() {
    sight.texts('''select line->>1 from journal, json_array_elements(entries::json) line
        where line->>0 = 'l' order by run_id, segment''')
  }
}
