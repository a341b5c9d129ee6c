package dev.sojourn.runtime.bundle

import java.lang.management.ManagementFactory
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class BundleReloadDatabaseSpec extends Specification {

  @TempDir
  Path directory

  @AutoCleanup
  BundleFixture here

  def "reloading one script over and over leaves no classes behind"() {
    given:
    here = new BundleFixture(directory)
    here.journey('welcome', 'first')
    def bundle = here.dev()
    (1..20).each { reload(bundle, it) }
    def before = classes()

    when:
    (21..120).each { reload(bundle, it) }

    then:
    bundle.active().journeys().welcome.definition().name() == 'number 120'
    classes() - before < 100
  }

  private void reload(Bundle bundle, int number) {
    here.journey('welcome', "number $number")
    here.get(bundle.reload())
  }

  /** Classes that are loaded when those that nobody needs are gone. */
  private static int classes() {
    3.times { System.gc() }
    ManagementFactory.classLoadingMXBean.loadedClassCount
  }
}
