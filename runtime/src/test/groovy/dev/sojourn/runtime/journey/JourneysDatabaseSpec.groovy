package dev.sojourn.runtime.journey

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.app.Mails

/** Runs whose journal, script or time of events is out of the ordinary, in the whole service. */
class JourneysDatabaseSpec extends ServiceSpecification {
  def setup() {
    ['first', 'second'].each { bundle.template(it) }
    bundle.journey('pair', 'pair.began', """
      sendEmail 'first'
      checkpoint 'asked'
      waitForEvent 'pair.went', timeout: 1.minute
      sendEmail 'second'
      """)
  }

  def "a run whose script no longer compiles is blocked with the reason, and goes on once it is mended"() {
    given:
    start()
    began()
    app.parked('pair', 'ada')

    when: 'what is stored is spoilt, and no process has it compiled'
    app.close()
    sight.run("alter table script_versions add kept text")
    assert sight.change("""update script_versions set kept = source, source = 'journey(' where kind = 'journey'""") == 1
    start()
    app.post(name: 'pair.went', userId: 'ada')

    then:
    until(10) { state().blocked }
    state().errorMessage.contains('version 1 of its script cannot be compiled')
    state().errorMessage.contains("journey 'pair'")

    when:
    sight.run("update script_versions set source = kept where kind = 'journey'")
    app.unblock('pair', state().id)

    then:
    until(10) { state().status == 'completed' }
    subjects() == ['first', 'second']
  }

  def "a run whose journal is of a newer release is blocked, and goes on where that is understood"() {
    given:
    start()
    began()
    app.parked('pair', 'ada')

    when:
    assert sight.change('update journal set format = 99 where entries like \'%["w",%\'') == 1
    app.post(name: 'pair.went', userId: 'ada')

    then:
    until(10) { state().blocked }
    state().errorMessage.contains('a journal has format 99; this release reads up to')
    subjects() == ['first']

    when:
    sight.run('update journal set format = 1 where entries like \'%["w",%\'')
    app.unblock('pair', state().id)

    then:
    until(10) { state().status == 'completed' }
    subjects() == ['first', 'second']
  }

  def "a script that asks for another step than its journal holds fails, naming both, and sends nothing"() {
    given:
    start()
    began()
    app.parked('pair', 'ada')

    when:
    assert sight.change("""update journal set entries = regexp_replace(entries, '\\["p",[^]]*\\]', '["p","falsified"]')
        where entries like '%["p",%'""") == 1
    app.post(name: 'pair.went', userId: 'ada')

    then:
    until(10) { state().status == 'failed' }
    state().errorMessage == "journeys/pair.groovy:7: journal has checkpoint 'falsified' at step 2," +
        " the script asks for checkpoint 'asked'; pin the old version or add the step after it"
    sight.texts('select template from sends') == ['first']

    and: 'another one is none the wiser'
    app.post(name: 'pair.began', userId: 'bob', email: 'bob@example.com')
    until(10) { Mails.subjects(home, 'bob@example.com') == ['first'] }
  }

  def "an event that comes while the mail before the wait is under way still ends the wait"() {
    given: 'a mail that does not go out yet'
    start(SENDS_HELD: 'true')
    began()
    until(10) { sends() == ['first queued'] }

    when:
    app.post(name: 'pair.went', userId: 'ada')
    app.close()
    start()

    then: 'nobody has to wait a minute'
    until(20) { state().status == 'completed' }
    subjects() == ['first', 'second']
  }

  def "of the events that come while the mail before the wait is under way the one that fits ends it"() {
    given: 'a mail that does not go out yet'
    bundle.journey('choosy', 'choosy.began', """
      sendEmail 'first'
      waitForEvent 'choosy.went', where: where { right == true }, timeout: 1.minute
      sendEmail 'second'
      """)
    start(SENDS_HELD: 'true')
    event('choosy.began')
    until(10) { sends() == ['first queued'] }

    when:
    [false, true].each { event('choosy.went', [right: it]) }
    app.close()
    start()

    then:
    until(20) { state('choosy').status == 'completed' }
    subjects() == ['first', 'second']
  }

  def "an event that came before the journey began does not end its wait"() {
    given:
    start()
    app.post(name: 'pair.went', userId: 'ada')

    when:
    began()
    app.parked('pair', 'ada')

    then:
    state().status == 'waiting'
    subjects() == ['first']
  }

  def "an exit that commits before its mail is taken up takes the mail back"() {
    given:
    bundle.journey('leaver', '''
      journey('leaver') {
        trigger    'leaver.began'
        entryLimit unlimited
        exitOn     'leaver.left'

        steps {
          sendEmail 'first'
          sendEmail 'second'
        }
      }
      ''')
    start(SENDS_HELD: 'true')
    app.post(name: 'leaver.began', userId: 'ada', email: 'ada@example.com')
    until(10) { sends() == ['first queued'] }

    when:
    app.post(name: 'leaver.left', userId: 'ada')

    then:
    sends() == ['first cancelled']
    state('leaver').status == 'exited'

    when: 'mails go out again'
    app.close()
    start()
    app.post(name: 'pair.began', userId: 'bob', email: 'bob@example.com')
    until(10) { subjects('bob') == ['first'] }

    then:
    subjects() == []
    sends().first() == 'first cancelled'
  }

  def "each key has a run of its own, an exit of the same key ends only that, and what is live outlasts the journey's being switched off"() {
    given:
    bundle.template('cart', 'cart {{cartId}}')
    bundle.journey('cart', '''
      journey('cart') {
        trigger    'cart.filled'
        entryLimit unlimited
        key        'cartId'
        exitOn     'order.placed', sameKey: true

        steps {
          waitForEvent 'cart.left', timeout: 1.minute, sameKey: true
          sendEmail 'cart', props: [cartId: event.cartId]
        }
      }
      ''')
    start()
    ['c1', 'c2', 'c3'].each { filled(it) }
    until(10) { live() == ['c1', 'c2', 'c3'] }

    when: 'one is ordered, another is left, and an order has no cart'
    event('order.placed', [cartId: 'c1'])
    event('order.placed', [:])
    event('cart.left', [cartId: 'c2'])

    then:
    until(10) { subjects() == ['cart c2'] }
    until(10) {
      app.states('cart', 'ada').collectEntries { [it.key, it.status] } ==
          [c1: 'exited', c2: 'completed', c3: 'waiting']
    }

    when: 'the key of one that is over comes again, and that of one that is not'
    ['c1', 'c3'].each { filled(it) }

    then:
    until(10) { live() == ['c1', 'c3'] }
    app.states('cart', 'ada').size() == 4

    when:
    sight.run("insert into journey_configs(journey_id, enabled, updated_at) values ('cart', false, now())")
    filled('c4')
    event('cart.left', [cartId: 'c3'])

    then:
    until(10) { subjects() == ['cart c2', 'cart c3'] }
    app.states('cart', 'ada').size() == 4
  }

  private void began() {
    app.post(name: 'pair.began', userId: 'ada', email: 'ada@example.com')
  }

  private void filled(String cart) {
    event('cart.filled', [cartId: cart])
  }

  private Map state(String journey = 'pair') {
    def states = app.states(journey, 'ada')
    states ? states[0] : null
  }

  private List<String> subjects(String id = 'ada') {
    Mails.subjects(home, "$id@example.com")
  }

  private List<String> sends() {
    sight.texts("select template || ' ' || status from sends order by id")
  }

  private List<String> live() {
    app.states('cart', 'ada').findAll { it.status == 'waiting' }*.key.sort()
  }
}
