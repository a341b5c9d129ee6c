package dev.sojourn.runtime.bundle

import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Sources of webhooks as files of the bundle. */
class SourcesDatabaseSpec extends Specification {
  @TempDir
  Path directory

  @AutoCleanup
  BundleFixture here

  def setup() {
    here = new BundleFixture(directory)
  }

  def "a source comes in force with its file, changes with it and goes with it, in every process"() {
    given:
    source('FORMS_SECRET')
    def bundle = here.dev()
    def follower = here.follower()

    expect:
    secrets(bundle.active()) == ['FORMS_SECRET']
    secrets(follower.active()) == ['FORMS_SECRET']
    here.status(bundle, 'sources/forms.groovy').status() == FileStatus.Status.LOADED
    here.rows('script_versions') == 1

    when:
    source('OTHER_SECRET')

    then:
    here.until(bundle) { secrets(it) == ['OTHER_SECRET'] }
    here.until(follower) { secrets(it) == ['OTHER_SECRET'] }

    when:
    here.delete('sources/forms.groovy')

    then:
    here.until(bundle) { it.files().sources().isEmpty() }
    here.until(follower) { it.files().sources().isEmpty() }
    here.status(bundle, 'sources/forms.groovy').status() == FileStatus.Status.REMOVED
  }

  def "a broken file keeps its last good version, and one that never was good is not in force"() {
    given:
    source('FORMS_SECRET')
    def bundle = here.dev()

    when:
    here.write('sources/forms.groovy', "source('forms') {\n  macth 'FORMS_SECRET'\n}")
    here.write('sources/late.groovy', "source('late') { }")
    here.journey('hello', 'Hello')
    def set = here.until(bundle) { it.journeys().containsKey('hello') }

    then:
    secrets(set) == ['FORMS_SECRET']
    set.files().sources().keySet() == ['forms'] as Set
    here.status(bundle, 'sources/forms.groovy').error().startsWith('sources/forms.groovy:2:')
    here.status(bundle, 'sources/late.groovy').error().contains('prove who they are')
  }

  def "another layout makes no other version, but its lines are those of the file"() {
    given:
    source('FORMS_SECRET')
    def bundle = here.dev()

    when:
    source('FORMS_SECRET', '// why we ask them\n')
    here.get(bundle.reload())

    then:
    here.rows('script_versions') == 1
    here.follower().active().files().sources().forms.file().source().startsWith('// why we ask them')
  }

  private void source(String secret, String before = '') {
    here.write('sources/forms.groovy', "${before}source('forms') {\n  match '$secret'\n  transform { payload, raw -> null }\n}\n")
  }

  private static List<String> secrets(ActiveSet set) {
    set.files().sources().values().collectMany { it.file().proofs()*.secret() }
  }
}
