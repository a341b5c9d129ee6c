package dev.sojourn.runtime.journey

import dev.sojourn.runtime.app.BundleDirectory
import dev.sojourn.runtime.app.RunningApp
import dev.sojourn.runtime.app.Sight
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The whole service over a database and a bundle of its own for each feature, and events of one contact. */
abstract class ServiceSpecification extends Specification {
  @TempDir
  Path directory

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  Sight sight = new Sight(database.connect())

  BundleDirectory bundle

  @AutoCleanup
  RunningApp app

  def setup() {
    bundle = new BundleDirectory(directory.resolve('bundle'))
  }

  Path getHome() {
    directory.resolve('home')
  }

  void start(Map<String, String> more = [:]) {
    app = new RunningApp(bundle.path, home, database.url, more).start()
  }

  void event(String name, Map properties = [:], Map contact = [:]) {
    app.post(name: name, userId: 'ada', email: 'ada@example.com', eventProperties: properties, contactProperties: contact)
  }
}
