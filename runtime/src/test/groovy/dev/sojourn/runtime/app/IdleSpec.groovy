package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** A service that has nothing to do asks its database next to nothing. */
class IdleSpec extends Specification {
  /** A server counts the transactions of an idle connection 10 s after its last one. */
  static final int COUNTED_AFTER_SECONDS = 12
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
    until(60) { busy(counts, database) <= 1 }
    def before = transactions(counts, database)

    when: 'time passes, which is what this is about'
    new CountDownLatch(1).await(IDLE_SECONDS, TimeUnit.SECONDS)

    then:
    before > 40
    transactions(counts, database) - before <= 4

    cleanup:
    app?.close()
    counts?.close()
    database?.close()
    elsewhere?.close()
  }

  /** The connections whose last transactions the server may not have counted yet. */
  private static long busy(Sight counts, TestDatabase database) {
    counts.number('''select count(*) from pg_stat_activity where datname = '%s'
        and state_change > now() - interval '%d s' '''.formatted(name(database), COUNTED_AFTER_SECONDS))
  }

  private static long transactions(Sight counts, TestDatabase database) {
    counts.number("select xact_commit + xact_rollback from pg_stat_database where datname = '${name(database)}'")
  }

  private static String name(TestDatabase database) {
    (database.url =~ /\/(\w+)(\?|$)/)[0][1]
  }
}
