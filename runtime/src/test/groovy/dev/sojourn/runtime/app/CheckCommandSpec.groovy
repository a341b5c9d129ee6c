package dev.sojourn.runtime.app

import dev.sojourn.core.replay.Json
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class CheckCommandSpec extends Specification {
  @TempDir Path bundle

  StringWriter out = new StringWriter()
  StringWriter err = new StringWriter()

  def setup() {
    journey('good', "sendEmail 'hello'")
    def templates = Files.createDirectories(bundle.resolve('templates'))
    Files.writeString(templates.resolve('hello.html'), "---\nsubject: Hi\ncategory: journey\n---\n<p>Hi</p>\n")
  }

  void journey(String id, String steps) {
    def folder = Files.createDirectories(bundle.resolve('journeys'))
    Files.writeString(folder.resolve("${id}.groovy"), """\
journey('$id') {
  trigger    'user.created'
  entryLimit unlimited

  steps {
    $steps
  }
}
""")
  }

  int check(Object... words) {
    Main.line(Lifetime.ofProcess()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
        .execute((['check'] + words*.toString()) as String[])
  }

  def "a good bundle exits 0"() {
    expect:
    check(bundle) == 0
    out.toString() == '1 journeys and 1 templates are good, nothing is wrong\n'
  }

  def "each problem of a bundle is told with its place, and exits 1"() {
    given:
    journey('bad', "sendMail 'hello'")
    journey('lost', "sendEmail 'hallo'")

    expect:
    check(bundle) == 1
    out.toString().readLines().any { it ==~ /journeys\/bad\.groovy:6:\d+: .*'sendMail'.*did you mean 'sendEmail'\?/ }
    out.toString().readLines().any { it ==~ /journeys\/lost\.groovy:6:\d+: .*'hallo'.*did you mean 'hello'\?/ }
    out.toString().contains('2 problems')
  }

  def "a source of webhooks is looked at too"() {
    given:
    Files.writeString(Files.createDirectories(bundle.resolve('sources')).resolve('forms.groovy'), "source('forms') {\n  macth 'FORMS_SECRET'\n}\n")

    expect:
    check(bundle) == 1
    out.toString().readLines().any { it ==~ /sources\/forms\.groovy:2:\d+: .*macth.*/ }
  }

  def "programs read it as one object"() {
    given:
    journey('bad', "sendMail 'hello'")

    when:
    def code = check(bundle, '--json')

    then:
    code == 1
    with(Json.read(out.toString())) {
      journeys == 1
      templates == 1
      problems*.file == ['journeys/bad.groovy']
      problems*.line == [6]
      verdicts == []
    }
  }

  def "a directory that is no bundle, and an address that is none, are used wrongly"() {
    expect:
    check(bundle.resolve('elsewhere')) == 2
    check(bundle, '--against', 'mysql://x') == 2
    err.toString().contains("has no directory 'journeys'")
    err.toString().contains('--against is not of the form postgresql://')
  }

  def "a database that is not there is said in one sentence"() {
    expect:
    check(bundle, '--against', 'postgresql://nobody@127.0.0.1:1/nothing') == 1
    err.toString().startsWith("sojourn: the database at 'postgresql://nobody@127.0.0.1:1/nothing' cannot be read: ")
  }
}
