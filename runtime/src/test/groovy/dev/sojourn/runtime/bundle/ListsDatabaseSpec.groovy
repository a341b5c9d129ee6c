package dev.sojourn.runtime.bundle

import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.dsl.definition.ListsDefinition
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class ListsDatabaseSpec extends Specification {
  @TempDir
  Path directory

  @AutoCleanup
  BundleFixture here

  def setup() {
    here = new BundleFixture(directory)
  }

  def "without a file there are no lists"() {
    expect:
    here.dev().active().lists() == ListsDefinition.NONE
  }

  def "lists come in force with their file, change with it and go with it, in every process"() {
    given:
    here.write('lists.groovy', "list 'news'\ncap 4, per: 7.days")
    def bundle = here.dev()
    def follower = here.follower()

    expect:
    bundle.active().lists() == ScriptCompiler.lists('lists.groovy', "list 'news'\ncap 4, per: 7.days")
    follower.active().lists() == bundle.active().lists()
    here.status(bundle, 'lists.groovy').status() == FileStatus.Status.LOADED
    here.rows('script_versions') == 1

    when:
    here.write('lists.groovy', "list('news') { optIn() }")

    then:
    here.until(bundle) { it.lists().list('news').get().optIn() }.lists().caps().all() == null
    here.until(follower) { it.lists().list('news').get().optIn() }

    when:
    here.delete('lists.groovy')

    then:
    here.until(bundle) { it.lists() == ListsDefinition.NONE }
    here.status(bundle, 'lists.groovy').status() == FileStatus.Status.REMOVED
  }

  def "a broken file keeps its last good version and stops nothing that names its lists"() {
    given:
    here.write('lists.groovy', "list 'news'")
    def bundle = here.dev()

    when:
    here.write('lists.groovy', content)
    here.write('journeys/a.groovy', journey('news'))
    def set = here.until(bundle) { 'a' in it.journeys() }

    then:
    set.lists().has('news')
    with(here.status(bundle, 'lists.groovy')) {
      status() == FileStatus.Status.FAILED
      error() == message
      version() != null
    }

    where:
    content         || message
    "lst 'news'"    || "lists.groovy:1:1: no word 'lst' here; did you mean 'list'?"
    "list '\0'"     || 'lists.groovy:1: holds a zero character; a script is plain text'
  }

  def "what names a list that is not there is refused, and healed by the list"() {
    given:
    here.write('journeys/a.groovy', journey('newss'))
    here.write('templates/t.html', '---\nsubject: category\ncategory: tips\n---\n<p>x</p>\n')
    here.write('lists.groovy', "list 'news'")

    when:
    def bundle = here.dev()

    then:
    bundle.active().journeys().isEmpty()
    bundle.active().templates().isEmpty()
    here.status(bundle, 'journeys/a.groovy').error() == "journeys/a.groovy:3:12: no list 'newss'; did you mean 'news'?"
    here.status(bundle, 'templates/t.html').error() == "templates/t.html:3: no list 'tips'; declare it in lists.groovy: list('tips')"

    when:
    here.write('lists.groovy', "list 'newss'\nlist 'tips'")

    then:
    with(here.until(bundle) { 'a' in it.journeys() }) {
      templates().keySet() == ['t'] as Set
    }
  }

  def "a check of the directory finds the same"() {
    given:
    here.write('journeys/a.groovy', journey('news'))
    here.write('lists.groovy', 'list 7')
    def compiler = new ScriptCompiler()

    when:
    def findings = Lint.of(directory, compiler)

    then:
    findings.problems() == [
        "journeys/a.groovy:3:12: no list 'news'; declare it in lists.groovy: list('news')",
        "lists.groovy:1:6: 'list' takes text in quotes, written out"]
    findings.templates() == 0

    cleanup:
    compiler.close()
  }

  private static String journey(String category) {
    "journey('a') {\n  trigger 'x'\n  category '$category'\n  steps { }\n}\n"
  }
}
