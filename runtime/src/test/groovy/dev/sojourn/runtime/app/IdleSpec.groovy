package dev.sojourn.runtime.app

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** A service that has nothing to do asks its database next to nothing. */
class IdleSpec extends Specification {
  /** Longer than anything that follows an event by itself: the mailer looks once more when the lease of a mail has run out. */
  static final int SETTLED_SECONDS = 35
  static final int IDLE_SECONDS = 40

  @TempDir
  Path directory

  @Requires(value = { TestDatabase.counting }, reason = 'the given server does not load pg_stat_statements')
  def "an idle service with a sleeping run and one that waits asks its database at most 4 times in 40 s"() {
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
    database.count()
    def elsewhere = TestDatabase.empty()
    def sight = new Sight(elsewhere.connect())
    sight.run('create extension pg_stat_statements')
    def app = new RunningApp(bundle.path, home, database.url).start()
    app.post(name: 'spec.began', userId: 'ada', email: 'ada@example.com')
    ['sleeper', 'waiter'].each { app.parked(it, 'ada') }
    pass(SETTLED_SECONDS)
    def worked = asked(sight, database).size()
    sight.run('select pg_stat_statements_reset()')

    when: 'time passes, which is what this is about'
    pass(IDLE_SECONDS)

    then:
    worked > 40
    asked(sight, database).size() <= 4

    cleanup:
    app?.close()
    sight?.close()
    database?.close()
    elsewhere?.close()
  }

  private static void pass(int seconds) {
    new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)
  }

  /** The statements the server has taken, one line for each time. */
  private static List<String> asked(Sight sight, TestDatabase database) {
    sight.texts("""select left(query, 100) from pg_stat_statements s join pg_database d on d.oid = s.dbid
        cross join generate_series(1, calls) where datname = '${database.name}'""")
  }
}
