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

  def "reloading one script 500 times leaves no classes and no metaspace behind"() {
    given: 'what a process has when it has reloaded often enough to have everything it uses itself'
    here = new BundleFixture(directory)
    here.journey('welcome', 'first')
    def bundle = here.dev()
    (1..100).each { reload(bundle, it) }
    collect()
    def classes = loadedClasses()
    def metaspace = usedMetaspace()

    when:
    (101..500).each { reload(bundle, it) }
    collect()

    then:
    bundle.active().journeys().welcome.definition().name() == 'number 500'
    verifyAll {
      loadedClasses() - classes < 100
      usedMetaspace() - metaspace < 4 * 1024 * 1024
    }
  }

  private void reload(Bundle bundle, int number) {
    here.journey('welcome', "number $number")
    here.get(bundle.reload())
  }

  /** Lets go of the classes that nobody needs. */
  private static void collect() {
    3.times { System.gc() }
  }

  private static int loadedClasses() {
    ManagementFactory.classLoadingMXBean.loadedClassCount
  }

  private static long usedMetaspace() {
    ManagementFactory.memoryPoolMXBeans
        .findAll { it.name in ['Metaspace', 'Compressed Class Space'] }
        .sum { it.usage.used } as long
  }
}
