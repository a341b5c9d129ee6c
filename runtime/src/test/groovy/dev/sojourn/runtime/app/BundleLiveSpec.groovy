package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Journeys and templates that change while the service runs. */
class BundleLiveSpec extends Specification {
  @TempDir
  @Shared
  Path directory

  @Shared
  BundleDirectory bundle

  @Shared
  @AutoCleanup
  TestDatabase database

  @Shared
  @AutoCleanup
  RunningApp app

  @Shared
  int people = 0

  def setupSpec() {
    bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.template('good')
    bundle.journey('good', 'good.began', "sendEmail 'good'")
    database = TestDatabase.fresh()
    app = new RunningApp(bundle.path, home, database.url, [SCRIPTS_POLL_INTERVAL: '100ms']).start()
  }

  def "a script that is dropped in takes people in without a restart"() {
    given:
    bundle.template('late')

    when:
    live('late', 'late.began', "sendEmail 'late'")

    then:
    mailed(somebody('late.began')) == ['late']
    goodIsAlive()
  }

  def "a script that #fault is refused with its place, and what was in force before goes on"() {
    given:
    live(id, "${id}.began", "sendEmail 'good'")

    when:
    bundle.journey(id, "${id}.began", steps)
    def file = until(10) { app.file("journeys/${id}.groovy").with { it.status == 'failed' ? it : null } }

    then:
    file.error.startsWith("journeys/${id}.groovy:6:")
    file.error.contains(said)
    file.version != null

    and:
    mailed(somebody("${id}.began")) == ['good']
    goodIsAlive()

    where:
    id          | fault                          | steps             || said
    'misspelt'  | 'says a word that is none'     | "sendMail 'good'" || "did you mean 'sendEmail'?"
    'unclosed'  | 'is no Groovy'                 | "sendEmail 'good" || ''
    'exiting'   | 'would end the process'        | 'System.exit(1)'  || "use exit 'reason'"
    'lookingup' | 'names a template that is not' | "sendEmail 'god'" || "did you mean 'good'?"
  }

  def "a loop without end fails its own run with its place, and stops nobody else"() {
    given:
    live('endless', 'endless.began', '''
      def n = 0
      while (true) {
        n++
      }
      ''')

    when:
    def caught = somebody('endless.began')

    then:
    goodIsAlive()

    and:
    def state = until(20) { app.states('endless', caught).find { it.status == 'failed' } }
    state.errorMessage.startsWith('journeys/endless.groovy:7: ')
    state.errorMessage.contains('a loop took more than 1000000 turns in one pass')
    goodIsAlive()
  }

  def "who is under way finishes on the version that took them in"() {
    given:
    ['before', 'after'].each { bundle.template(it) }
    live('changing', 'changing.began', """
      waitForEvent 'changing.went', timeout: 1.minute
      sendEmail 'before'
      """)
    def old = somebody('changing.began')
    app.parked('changing', old)

    when:
    def version = app.file('journeys/changing.groovy').version
    bundle.journey('changing', 'changing.began', """
      checkpoint 'another'
      sendEmail 'after'
      """)
    until(10) { app.file('journeys/changing.groovy').version != version }
    def young = somebody('changing.began')

    then:
    mailed(young) == ['after']

    when:
    app.post(name: 'changing.went', userId: old)

    then:
    mailed(old) == ['before']
    app.states('changing', old)[0].version == version
    app.states('changing', young)[0].version != version
  }

  def "a deleted script takes nobody in, and who is under way finishes"() {
    given:
    live('leaving', 'leaving.began', """
      waitForEvent 'leaving.went', timeout: 1.minute
      sendEmail 'good'
      """)
    def old = somebody('leaving.began')
    app.parked('leaving', old)

    when:
    bundle.delete('journeys/leaving.groovy')
    until(10) { app.file('journeys/leaving.groovy').status == 'removed' }
    def late = somebody('leaving.began')
    app.post(name: 'leaving.went', userId: old)

    then:
    mailed(old) == ['good']
    app.states('leaving', late) == []
  }

  def "a template is added, changed, broken, repaired, renamed and deleted under a running service"() {
    given:
    bundle.template('note', 'first')
    live('noting', 'noting.began', "sendEmail 'note'")

    expect: 'it to be there'
    mailed(somebody('noting.began')) == ['first']

    when: 'it is changed'
    def hash = app.file('templates/note.html').hash
    bundle.change('templates/note.html', 'first', 'second')
    until(10) { app.file('templates/note.html').hash != hash }

    then:
    mailed(somebody('noting.began')) == ['second']

    when: 'it is broken'
    bundle.write('templates/note.html', "---\nsubject: third\n---\n<p>{{#open}}</p>\n")
    def broken = until(10) { app.file('templates/note.html').with { it.status == 'failed' ? it : null } }

    then:
    broken.error.startsWith('templates/note.html:')
    broken.error.contains('open')
    mailed(somebody('noting.began')) == ['second']

    when: 'it is repaired'
    bundle.template('note', 'fourth')
    until(10) { app.file('templates/note.html').status == 'loaded' }

    then:
    mailed(somebody('noting.began')) == ['fourth']

    when: 'it is renamed'
    bundle.rename('templates/note.html', 'templates/notice.html')
    until(10) { app.file('templates/notice.html')?.status == 'loaded' }
    def journey = until(10) { app.file('journeys/noting.groovy').with { it.status == 'failed' ? it : null } }

    then: 'the journey is told, and goes on with what it knows'
    journey.error.contains("no template 'note'")
    mailed(somebody('noting.began')) == ['fourth']

    when:
    bundle.change('templates/notice.html', 'fourth', 'fifth')
    live('noting', 'noting.began', "sendEmail 'notice'")

    then:
    until(10) { mailed(somebody('noting.began')) == ['fifth'] }

    when: 'it is deleted'
    bundle.delete('templates/notice.html')
    until(10) { app.file('templates/notice.html').status == 'removed' }

    then: 'what is in force goes on with its last version'
    mailed(somebody('noting.began')) == ['fifth']
    goodIsAlive()
  }

  /** Writes a journey, and waits until it takes people in. */
  private void live(String id, String trigger, String steps) {
    bundle.journey(id, trigger, steps)
    until(10) { app.file("journeys/${id}.groovy")?.status == 'loaded' }
  }

  private Path getHome() {
    directory.resolve('home')
  }

  /** A new contact to whom this happens. */
  private String somebody(String event) {
    def id = "p${++people}".toString()
    app.post(name: event, userId: id, email: "$id@example.com".toString())
    id
  }

  /** The subjects of the mails to a contact, once there is one. */
  private List<String> mailed(String id) {
    until(10) { Mails.subjects(home, "$id@example.com") }
  }

  private boolean goodIsAlive() {
    mailed(somebody('good.began')) == ['good']
  }
}
