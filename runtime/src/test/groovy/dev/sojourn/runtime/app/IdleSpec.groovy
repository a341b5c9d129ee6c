package dev.sojourn.runtime.app

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** A service that has nothing to do asks its database next to nothing. */
class IdleSpec extends Specification {
  /** A server counts the transactions of an idle connection 10 s after its last one, and some of ours come late. */
  static final int COUNTED_AFTER_SECONDS = 15
  static final int IDLE_SECONDS = 40

  @TempDir
  Path directory

  def "an idle service with a sleeping run and one that waits takes at most 4 transactions in 40 s"() {
    given: 'a service that has worked, and whose runs are all parked'
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.template('first')
    bundle.journey('sleeper', 'spec.began', '''
      sendEmail 'first'
      sleepFor 1.day
      ''')
    bundle.journey('waiter', 'spec.began', '''
      waitForEvent 'spec.answered', timeout: 1.day
      ''')
    def home = directory.resolve('home')
    def database = TestDatabase.fresh()
    def elsewhere = TestDatabase.empty()
    def counts = new Sight(elsewhere.connect())
    def app = new RunningApp(bundle.path, home, database.url).start()
    app.post(name: 'spec.began', userId: 'ada', email: 'ada@example.com')
    ['sleeper', 'waiter'].each { app.parked(it, 'ada') }
    pause(COUNTED_AFTER_SECONDS)
    def before = transactions(counts, database)

    when:
    pause(IDLE_SECONDS)

    then:
    before > 0
    transactions(counts, database) - before <= 4

    cleanup:
    app?.close()
    counts?.close()
    database?.close()
    elsewhere?.close()
  }

  /** Lets time pass, which is what this is about. */
  private static void pause(int seconds) {
    new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)
  }

  private static long transactions(Sight counts, TestDatabase database) {
    def name = (database.url =~ /\/(\w+)(\?|$)/)[0][1]
    counts.number("select xact_commit + xact_rollback from pg_stat_database where datname = '$name'")
  }
}
