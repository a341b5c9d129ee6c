package dev.sojourn.runtime.bundle

import dev.sojourn.core.render.RenderFailed
import dev.sojourn.dsl.RunScope
import dev.sojourn.dsl.compile.Script
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.runtime.bundle.FileStatus.Status
import dev.sojourn.runtime.config.BundleConfig
import dev.sojourn.runtime.database.LockNumbers
import dev.sojourn.runtime.template.Templates
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.ExecutionException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class BundleDatabaseSpec extends Specification {
  static final FAILING = """\
journey('welcome') {
  trigger 'user.created'
  steps {
    throw new IllegalStateException('boom')
  }
}
"""

  @TempDir
  Path directory

  @AutoCleanup
  BundleFixture here

  def setup() {
    here = new BundleFixture(directory)
  }

  def "what is in the directory is in force once the bundle is open"() {
    given:
    here.template('welcome', 'Hi')
    here.journey('welcome', 'one', 'welcome')
    here.journey('cart', 'two', null, 'cart.updated')

    when:
    def bundle = here.dev()

    then:
    bundle.active().number() == 1
    bundle.active().journeys().keySet() == ['cart', 'welcome'] as Set
    bundle.active().templates().keySet() == ['welcome'] as Set
    bundle.active().triggeredBy('cart.updated')*.definition()*.name() == ['two']
    bundle.active().triggeredBy('user.created')*.definition()*.id() == ['welcome']
    bundle.active().triggeredBy('nobody.knows') == []
    bundle.files().collect { [it.path(), it.status()] } == [
      ['journeys/cart.groovy', Status.LOADED],
      ['journeys/welcome.groovy', Status.LOADED],
      ['templates/welcome.html', Status.LOADED]
    ]
  }

  def "an empty directory is an empty set"() {
    when:
    def bundle = here.dev()

    then:
    bundle.active().journeys().isEmpty()
    bundle.files() == []
  }

  def "a journey dropped into the directory comes in force by itself"() {
    given:
    def bundle = here.dev()

    when:
    here.journey('welcome', 'one')

    then:
    here.until(bundle) { 'welcome' in it.journeys().keySet() }.triggeredBy('user.created').size() == 1
    here.status(bundle, 'journeys/welcome.groovy').status() == Status.LOADED
    here.status(bundle, 'journeys/welcome.groovy').loadedAt() != null
  }

  def "a change is a new version; the old one can still be run"() {
    given:
    here.journey('welcome', 'one')
    def bundle = here.dev()
    def old = bundle.active().journeys().welcome

    when:
    here.journey('welcome', 'two')
    def set = here.until(bundle) { it.journeys().welcome.definition().name() == 'two' }

    then:
    set.number() == 2
    set.journeys().welcome.version() != old.version()
    here.get(bundle.script(old.version())).definition().name() == 'one'
    here.get(bundle.script(set.journeys().welcome.version())).definition().name() == 'two'
    here.get(bundle.definitions([old.version(), 999])).keySet() == [old.version()] as Set
  }

  def "a change back is the old version again, and no new row"() {
    given:
    here.journey('welcome', 'one')
    def bundle = here.dev()
    def old = bundle.active().journeys().welcome.version()
    here.journey('welcome', 'two')
    here.until(bundle) { it.number() == 2 }

    when:
    here.journey('welcome', 'one')
    def set = here.until(bundle) { it.number() == 3 }

    then:
    set.journeys().welcome.version() == old
    here.rows('script_versions') == 2
  }

  def "looking again at unchanged files publishes nothing"() {
    given:
    here.journey('welcome', 'one')
    def bundle = here.dev()

    when:
    here.journey('welcome', 'one')
    here.get(bundle.reload())
    here.get(bundle.reload())

    then:
    bundle.active().number() == 1
    here.rows('active_sets') == 1
  }

  def "a broken journey keeps its last good version and stops nobody else"() {
    given:
    here.journey('welcome', 'one')
    def bundle = here.dev()
    def good = bundle.active().journeys().welcome.version()

    when:
    here.write('journeys/welcome.groovy', "journey('welcome') {\n  triger 'x'\n}\n")
    here.journey('cart', 'other')
    def set = here.until(bundle) { 'cart' in it.journeys().keySet() }
    here.get(bundle.reload())

    then:
    bundle.active().journeys().welcome.version() == good
    set.journeys().cart != null
    with(here.status(bundle, 'journeys/welcome.groovy')) {
      status() == Status.FAILED
      error().contains("journeys/welcome.groovy:2:3: no journey word 'triger'; did you mean 'trigger'?")
      version() == bundle.active().journeys().welcome.shortHash()
    }
    here.status(bundle, 'journeys/cart.groovy').status() == Status.LOADED
  }

  def "a repaired journey comes in force"() {
    given:
    here.write('journeys/welcome.groovy', 'no journey at all')
    def bundle = here.dev()
    assert here.status(bundle, 'journeys/welcome.groovy').status() == Status.FAILED
    assert bundle.active().journeys().isEmpty()

    when:
    here.journey('welcome', 'one')

    then:
    here.until(bundle) { 'welcome' in it.journeys().keySet() }
    here.status(bundle, 'journeys/welcome.groovy').status() == Status.LOADED
    here.status(bundle, 'journeys/welcome.groovy').error() == null
  }

  def "a journey whose template is missing is rejected with its place, and heals when it arrives"() {
    given:
    here.template('welcome', 'Hi')
    here.journey('nudge', 'one', 'wellcome')
    def bundle = here.dev()

    expect:
    here.status(bundle, 'journeys/nudge.groovy').error().startsWith('journeys/nudge.groovy:5:')
    here.status(bundle, 'journeys/nudge.groovy').error()
        .endsWith("no template 'wellcome'; did you mean 'welcome'?")
    !bundle.active().journeys().containsKey('nudge')

    when:
    here.template('wellcome', 'Now it is there')

    then:
    here.until(bundle) { 'nudge' in it.journeys().keySet() }
    here.status(bundle, 'journeys/nudge.groovy').status() == Status.LOADED
  }

  def "what is doubtful is in force, and shows with its place"() {
    given:
    here.template('welcome', 'Hello')
    here.journey('trial', 'Trial')
    here.write('journeys/welcome.groovy', """\
journey('welcome') {
  trigger 'user.created'
  steps {
    if (history.journey('trail').completed || history.email('welcom').sent) {
      exit 'known'
    }
    throttle limit: 3, window: 1.day, category: 'journey'
    return
    checkpoint 'never'
  }
}
""")

    when:
    def bundle = here.dev()

    then:
    bundle.active().journeys().keySet() == ['trial', 'welcome'] as Set
    with(here.status(bundle, 'journeys/welcome.groovy')) {
      status() == FileStatus.Status.LOADED
      error() == null
      warnings() == [
          "journeys/welcome.groovy:4:25: warning: no journey 'trail'; did you mean 'trial'?",
          "journeys/welcome.groovy:4:61: warning: no template 'welcom'; did you mean 'welcome'?",
          "journeys/welcome.groovy:9:5: warning: this is never reached, since line 8 ends the way here; remove it, or say when with if"]
    }
    here.status(bundle, 'journeys/trial.groovy').warnings().empty

    when:
    here.journey('trail', 'Trail')
    here.get(bundle.reload())

    then: 'what another file heals is no longer said'
    here.status(bundle, 'journeys/welcome.groovy').warnings().size() == 2
  }

  def "a script that is laid out anew is no new version, and its lines are those of the file"() {
    given:
    here.write('journeys/welcome.groovy', FAILING)
    def bundle = here.dev()
    def first = bundle.active()

    when:
    here.write('journeys/welcome.groovy', "// Says hello.\n\n" + FAILING)
    here.get(bundle.reload())

    then:
    bundle.active().number() == first.number()
    bundle.active().journeys().welcome.version() == first.journeys().welcome.version()
    here.rows("script_versions where kind = 'journey'") == 1
    lineOfFailure(bundle) == 6

    and: 'another process reads it so too'
    lineOfFailure(here.follower()) == 6
  }

  private int lineOfFailure(Bundle bundle) {
    def script = here.get(bundle.script(bundle.active().journeys().welcome.version()))
    try {
      script.steps().run([:] as RunScope)
      throw new AssertionError((Object) 'it ran')
    } catch (IllegalStateException e) {
      Script.lineOf(e).asInt
    }
  }

  def "a deleted journey takes nobody in, and its version can still be run"() {
    given:
    here.journey('welcome', 'one')
    here.journey('cart', 'two')
    def bundle = here.dev()
    def gone = bundle.active().journeys().welcome

    when:
    here.delete('journeys/welcome.groovy')
    def set = here.until(bundle) { !('welcome' in it.journeys().keySet()) }

    then:
    set.triggeredBy('user.created')*.definition()*.id() == ['cart']
    here.status(bundle, 'journeys/welcome.groovy').status() == Status.REMOVED
    here.status(bundle, 'journeys/welcome.groovy').version() == null
    here.get(bundle.script(gone.version())).hash() == gone.hash()
  }

  def "a renamed journey is another journey"() {
    given:
    here.journey('welcome', 'one')
    def bundle = here.dev()

    when:
    here.delete('journeys/welcome.groovy')
    here.journey('greeting', 'one')
    def set = here.until(bundle) { it.journeys().keySet() == ['greeting'] as Set }

    then:
    set.triggeredBy('user.created')*.definition()*.id() == ['greeting']
    here.status(bundle, 'journeys/welcome.groovy').status() == Status.REMOVED
  }

  def "a file whose name is not its journey's id is rejected"() {
    given:
    here.write('journeys/other.groovy', "journey('welcome') {\n  trigger 'x'\n  steps {\n    checkpoint 'a'\n  }\n}\n")

    when:
    def bundle = here.dev()

    then:
    bundle.active().journeys().isEmpty()
    here.status(bundle, 'journeys/other.groovy').error().contains('other')
  }

  def "files that are no text are rejected by name"() {
    given:
    Files.createDirectories(directory.resolve('journeys'))
    Files.write(directory.resolve('journeys/binary.groovy'), [0xff, 0xfe, 0x00] as byte[])
    here.write('templates/zero.html', '---\nsubject: a\u0000b\n---\n')
    here.journey('fine', 'one')

    when:
    def bundle = here.dev()

    then:
    bundle.active().journeys().keySet() == ['fine'] as Set
    here.status(bundle, 'journeys/binary.groovy').error().contains('is not UTF-8 text')
    here.status(bundle, 'templates/zero.html').error().contains('zero character')
  }

  def "a template changes with its layout, and a broken one keeps what is in force"() {
    given:
    here.write('templates/layouts/base.html', '<b>{{$body}}{{/body}}</b>')
    here.write('templates/a.html', '---\nsubject: A\n---\n{{<layouts/base}}{{$body}}x{{/body}}{{/layouts/base}}')
    def bundle = here.dev()
    def templates = new Templates(bundle)
    assert templates.render('a', [:]).html().contains('<b>x</b>')

    when:
    here.write('templates/layouts/base.html', '<i>{{$body}}{{/body}}</i>')
    here.until(bundle) { it.number() == 2 }

    then:
    templates.render('a', [:]).html().contains('<i>x</i>')

    when:
    here.write('templates/layouts/base.html', '{{#open}}')
    here.get(bundle.reload())

    then:
    templates.render('a', [:]).html().contains('<i>x</i>')
    here.status(bundle, 'templates/a.html').error().startsWith('templates/layouts/base.html:1:')
  }

  def "a removed template stays as it last was; one that never was is named"() {
    given:
    here.template('welcome', 'Hi')
    def bundle = here.dev()
    def templates = new Templates(bundle)
    def version = templates.active('welcome').version()

    when:
    here.delete('templates/welcome.html')
    here.until(bundle) { it.templates().isEmpty() }

    then:
    templates.render('welcome', [:]).subject() == 'Hi'
    templates.active('welcome').version() == version
    here.get(templates.render(version, [:])).subject() == 'Hi'

    and: 'in another process too'
    new Templates(here.follower()).render('welcome', [:]).subject() == 'Hi'

    when:
    templates.render('nobody', [:])

    then:
    thrown(RenderFailed)
  }

  def "a follower has the set of the publisher, and every next one"() {
    given:
    here.template('welcome', 'Hi')
    here.journey('welcome', 'one', 'welcome')
    def publisher = here.dev()
    def follower = here.follower()

    expect:
    follower.active().number() == publisher.active().number()
    follower.active().journeys().welcome.version() == publisher.active().journeys().welcome.version()
    follower.active().journeys().welcome.hash() == publisher.active().journeys().welcome.hash()
    follower.files()*.path() == ['journeys/welcome.groovy', 'templates/welcome.html']

    when:
    here.journey('welcome', 'two', 'welcome')
    here.until(publisher) { it.number() == 2 }

    then:
    here.until(follower) { it.number() == 2 }.journeys().welcome.definition().name() == 'two'
  }

  def "two publishers of one directory agree on one row"() {
    given:
    here.journey('welcome', 'one')
    def one = here.publisher()
    def other = here.publisher()

    when:
    here.journey('welcome', 'two')
    [one, other].each { bundle ->
      here.until(bundle) { it.journeys().welcome.definition().name() == 'two' }
    }
    [one, other].each { here.get(it.reload()) }

    then:
    one.active().number() == 2
    other.active().number() == 2
    here.rows('active_sets') == 2
  }

  def "whoever publishes waits for another who does"() {
    given:
    here.journey('welcome', 'one')
    def bundle = here.publisher()
    def other = here.connect()
    other.autoCommit = false
    other.createStatement().execute("select pg_advisory_xact_lock($LockNumbers.BUNDLE, 1)")

    when:
    here.journey('welcome', 'two')
    def reloaded = bundle.reload()

    then:
    new PollingConditions(timeout: 10, delay: 0.02).eventually {
      def waiting = other.createStatement().executeQuery("""
          select count(*) from pg_locks l join pg_database d on d.oid = l.database
          where d.datname = current_database() and l.locktype = 'advisory' and not l.granted""")
      waiting.next()
      assert waiting.getLong(1) > 0
    }
    here.rows('active_sets') == 1

    when:
    other.rollback()
    here.get(reloaded)

    then:
    here.until(bundle) { it.journeys().welcome.definition().name() == 'two' }

    cleanup:
    other?.close()
  }

  def "a process that starts with another directory follows, and publishes only what changes then"() {
    given:
    here.journey('welcome', 'new')
    here.publisher()
    def old = Files.createDirectories(directory.resolve('old-release'))
    Files.createDirectories(old.resolve('journeys'))
    def source = Files.readString(directory.resolve('journeys/welcome.groovy'))
    Files.writeString(old.resolve('journeys/welcome.groovy'), source.replace('new', 'old'))

    when:
    def restarted = here.publisher(old)
    here.get(restarted.reload())

    then:
    restarted.active().journeys().welcome.definition().name() == 'new'
    here.rows('active_sets') == 1

    when:
    Files.writeString(old.resolve('journeys/welcome.groovy'), source.replace('new', 'newest'))

    then:
    here.until(restarted) { it.number() == 2 }.journeys().welcome.definition().name() == 'newest'
  }

  def "a directory that goes away removes nothing"() {
    given:
    here.journey('welcome', 'one')
    def bundle = here.dev()

    when:
    directory.resolve('journeys').toFile().deleteDir()
    Files.delete(directory)
    here.get(bundle.reload())

    then:
    def e = thrown(ExecutionException)
    e.message.contains("the bundle's directory does not exist")
    bundle.active().journeys().keySet() == ['welcome'] as Set

    cleanup:
    Files.createDirectories(directory)
  }

  def "a version that does not compile here fails for its runs alone"() {
    given:
    here.journey('welcome', 'one')
    def publisher = here.dev()
    def version = publisher.active().journeys().welcome.version()
    here.sql("update script_versions set source = 'of a later language'")

    when:
    def follower = here.follower()

    then:
    follower.active().triggeredBy('user.created')*.definition()*.name() == ['one']

    when:
    here.get(follower.script(version))

    then:
    def e = thrown(ExecutionException)
    e.cause instanceof Uncompilable
    e.cause.message.contains("journey 'welcome'")
  }

  def "a version that is not stored is named"() {
    when:
    here.get(here.dev().script(4711))

    then:
    def e = thrown(ExecutionException)
    e.cause instanceof Uncompilable
    e.cause.message == 'script version 4711 is not stored'
  }

  def "a Vert.x that closes ends the watch over the directory first"() {
    given:
    def before = watchers()
    def vertx = Vertx.vertx()
    here.get(Bundle.open(
        vertx, here.database.open(vertx), new BundleConfig(directory, true, true, Duration.ofMillis(100)), new ScriptCompiler()))
    def own = watchers() - before
    assert own.size() == 1
    def uncaught = []
    own*.uncaughtExceptionHandler = { thread, failure -> uncaught << failure } as Thread.UncaughtExceptionHandler

    when:
    here.get(vertx.close())
    own*.join(5_000)

    then:
    !own.any { it.alive }
    uncaught == []
  }

  private static Set<Thread> watchers() {
    Thread.allStackTraces.keySet().findAll { it.name == 'sojourn-bundle-watcher' }
  }
}
