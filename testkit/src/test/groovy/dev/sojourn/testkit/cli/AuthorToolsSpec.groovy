package dev.sojourn.testkit.cli

import dev.sojourn.core.replay.Json
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class AuthorToolsSpec extends Specification {
  @TempDir Path directory
  @Shared String before = System.getProperty('sojourn.bundle')

  StringWriter out = new StringWriter()
  StringWriter err = new StringWriter()

  def cleanup() {
    before == null ? System.clearProperty('sojourn.bundle') : System.setProperty('sojourn.bundle', before)
  }

  int sojourn(Object... words) {
    AuthorTools.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words*.toString() as String[])
  }

  Path bundle() {
    def bundle = directory.resolve('x')
    assert sojourn('new', bundle) == 0
    out.buffer.length = 0
    bundle
  }

  /** The versions that a directory's pom.xml names, by artifact. */
  static Map<String, String> versions(Path directory) {
    def named = Files.readString(directory.resolve('pom.xml')) =~ '<artifactId>([\\w-]+)</artifactId>\\s*<version>([^<]+)<'
    named.collect { it }.collectEntries { [(it[1]): it[2]] }
  }

  def "a new bundle has a journey, its spec, a template in a layout, a pom and a README"() {
    given:
    def bundle = bundle()

    expect:
    ['journeys/welcome.groovy', 'src/test/groovy/journeys/WelcomeSpec.groovy', 'templates/welcome.html',
     'templates/layouts/layout.html', 'pom.xml', 'README.md', '.gitignore'].every { Files.size(bundle.resolve(it)) > 0 }

    and: 'the pom asks for the kit of this build'
    def pom = Files.readString(bundle.resolve('pom.xml'))
    pom.contains('<artifactId>x</artifactId>')
    versions(bundle)['sojourn-testkit'] ==~ /\d+\.\d+\.\d+.*/
  }

  def "the plugins of a new bundle are those of the project, so that they are at hand"() {
    given:
    def root = Path.of('').toAbsolutePath()
    while (!Files.isDirectory(root.resolve('journeys'))) {
      root = root.parent
    }
    def ours = versions(root)
    def theirs = versions(bundle()).findAll { it.key.endsWith('-plugin') }

    expect:
    theirs.size() == 4
    theirs.every { ours[it.key] == it.value }
  }

  def "nothing is written where something is"() {
    given:
    Files.writeString(directory.resolve('mine.txt'), 'mine')

    expect:
    sojourn('new', directory) == 2
    err.toString().contains('is not an empty directory')
    Files.list(directory).withCloseable { it.count() } == 1
  }

  def "the specs of a new bundle hold"() {
    expect:
    sojourn('test', bundle()) == 0
    out.toString().contains('WelcomeSpec')
    out.toString().contains('ok     who uses the feature is left in peace')
    out.toString().readLines().last() == '3 passed, 0 failed'
  }

  def "a feature that fails is told, and one that does not compile with its place"() {
    given:
    def bundle = bundle()
    def spec = bundle.resolve('src/test/groovy/journeys/WelcomeSpec.groovy')
    def text = Files.readString(spec)

    when:
    Files.writeString(spec, text.replace("sent == ['welcome']", "sent == ['nothing']"))

    then:
    sojourn('test', bundle, '--json') == 1
    with(Json.read(out.toString())) {
      passed == 2
      failed == 1
      features.find { !it.passed }.failure.contains("sent == ['nothing']")
    }

    when:
    Files.writeString(spec, text.replace('timePasses 3.days', 'timePasses 3.days ]'))

    then:
    sojourn('test', bundle) == 1
    err.toString().contains('WelcomeSpec.groovy')
  }

  def "a directory without specs is used wrongly"() {
    expect:
    sojourn('test', directory) == 2
    err.toString().contains('has no specs')
  }

  def "a journey is played by its trigger, to the end of the time"() {
    expect:
    sojourn('simulate', bundle().resolve('journeys/welcome.groovy'), '--until', '3d') == 0
    with(out.toString()) {
      contains("journey 'welcome' from 2026-01-05T09:00:00Z to 2026-01-08T09:00:00Z")
      contains('+0d 00:00:00  event user.created')
      contains("+2d 00:00:00  mail 'welcome' to contact1@example.com: Shall we try it together?")
      contains('at the end: completed')
    }
  }

  def "a journey on a date is played for contacts whose date comes the day after"() {
    given:
    def file = bundle().resolve('journeys/welcome.groovy')
    Files.writeString(file, Files.readString(file)
        .replaceFirst(/trigger +'user.created'/, "trigger on: { contact.renewsAt - 30.days }, at: '08:00'\n  onRepeat   ignore"))

    expect:
    sojourn('simulate', file, '--until', '3d') == 0
    with(out.toString()) {
      contains('+0d 00:00:00  enters welcome on +0d 23:00:00')
      contains('+0d 23:00:00  event start:welcome {date=2026-01-06T08:00:00Z, renewsAt=2026-02-05T09:00:00Z}')
      contains('+0d 23:00:00  entered welcome')
    }
  }

  def "events come from a file, for one contact by name and for all others"() {
    given:
    def bundle = bundle()
    def events = directory.resolve('events.jsonl')
    Files.writeString(events, '''\
{"name": "user.created"}
{"name": "user.created", "email": "ada@example.com", "contactProperties": {"firstName": "Ada"}}

{"name": "feature.used", "email": "ada@example.com", "after": "1d12h"}
''')

    when:
    def code = sojourn('simulate', 'welcome', '--bundle', bundle, '--events', events, '--contacts', '3', '--json')

    then:
    code == 0
    with(Json.read(out.toString())) {
      journey == 'welcome'
      contacts == 4
      paths*.contacts == [3, 1]
      paths*.sent == [['welcome', 'welcome'], ['welcome']]
      paths[1].example == 'ada@example.com'
      paths[1].timeline.any { it.startsWith('+1d 12:00:00  event feature.used') }
      paths*.status == ['completed', 'completed']
    }
  }

  def "what is wrong with the words is said"() {
    expect:
    sojourn(*words.collect { it == 'BUNDLE' ? bundle() : it }) == code
    err.toString().contains(message)

    where:
    words                                                       || code | message
    ['simulate', 'nothing', '--bundle', 'BUNDLE']               || 2    | "no journey 'nothing'"
    ['simulate', 'welcome', '--bundle', 'BUNDLE', '--until', 'x'] || 2  | "'x' is no length of time"
    ['simulate', 'welcome', '--bundle', 'BUNDLE', '--contacts', '0'] || 2 | 'from 1 to'
    []                                                          || 2    | 'One of: new, test, simulate'
  }

  def "a line of events that is wrong is named"() {
    given:
    def events = directory.resolve('events.jsonl')
    Files.writeString(events, '{"name": "user.created"}\n{"nam": 1}\n')

    expect:
    sojourn('simulate', 'welcome', '--bundle', bundle(), '--events', events) == 1
    err.toString().contains('events.jsonl:2: name is missing')
  }
}
