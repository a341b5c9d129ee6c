package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Two processes take in and carry on what is done to many contacts at once, each by a plan of its own;
 * then a checker reads what is stored. A failure shows the seed of a contact, its plan, and what happened.
 */
class JourneyRaceSpec extends Specification {
  private static final long SEED = Long.getLong('seed', 7)
  private static final int SCHEDULES = Integer.getInteger('sojourn.race.schedules', 100_000)
  private static final int AT_ONCE = 2_000

  /** Waits for the same event twice, with one for another between, each shorter than a busy moment. */
  private static final String JOURNEY = '''
    journey('race') {
      trigger    'race.began'
      entryLimit unlimited
      exitOn     'race.left'

      steps {
        def first = waitForEvent 'race.went', timeout: java.time.Duration.ofMillis(event.first as long), label: 'first'
        checkpoint first.timedOut ? 'alone' : 'together'
        if ((event.waits as int) > 1) {
          waitForEvent 'race.answered', timeout: java.time.Duration.ofMillis(event.second as long),
              where: { right == true }, label: 'second'
          checkpoint 'half way'
        }
        if ((event.waits as int) > 2) {
          waitForEvent 'race.went', timeout: java.time.Duration.ofMillis(event.third as long), label: 'third'
          checkpoint 'there'
        }
      }
    }
    '''

  @TempDir
  Path directory

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  def "whatever is done to a contact at once, every wait ends once and nothing is lost"() {
    given:
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.journey('race', JOURNEY)
    def settings = [DATABASE_URL: database.url, SOJOURN_BUNDLE: bundle.path.toString(),
                    SOJOURN_HOME: directory.resolve('home').toString(), ADMIN_RATE_LIMIT_PER_MINUTE: '0']
    def processes = [Mode.ALL, Mode.WORKER].collect { new RaceProcess(it, settings) }
    def traffic = new RaceTraffic(processes, SEED * 1_000_000, SCHEDULES)
    def checker = new RaceChecker(database.connect())

    when:
    traffic.play(AT_ONCE).toCompletionStage().toCompletableFuture().get(10, TimeUnit.MINUTES)
    until(60) { checker.live() == 0 || checker.blocked() > 0 }
    def fencesLost = processes*.fencesLost.sum()
    processes*.close()
    processes.clear()
    checker.read(traffic)

    then:
    checker.wrong() == []

    and: 'everything that can happen did happen, often'
    (checker.kinds() + ['fences lost': fencesLost]).findAll { it.value < SCHEDULES / 500 } == [:]

    cleanup:
    processes*.close()
    checker.close()
  }
}
