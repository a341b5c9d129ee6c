package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executors
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * The whole service dies at every commit point of a journey, once before the commit and once when the
 * commit happened but its answer was lost; what is left at the end is the same each time.
 *
 * <p>The cut is made in the database: a deferred trigger holds the n-th commit until the service is gone.
 */
class JourneyCrashSpec extends Specification {
  private static final String JOURNEY = '''
    journey('crash') {
      trigger    'spec.began'
      entryLimit once

      steps {
        def code = once('code') { 'CODE' }
        if (!carried.code) {
          sendEmail 'first', props: [code: code]
          startOver code: code
        }
        sleepFor java.time.Duration.ofMillis(150)
        if (history.hasEvent('spec.began')) {
          checkpoint 'seen'
        }
        sendEmail 'second'
        def answer = waitForEvent 'spec.answered', timeout: 1.minute
        checkpoint answer.timedOut ? 'silence' : 'answer'
      }
    }
  '''

  /** Numbers the transactions that store something of a journey, however many rows each writes. */
  private static final String CUT = '''
    create sequence commits;
    create table cut(at int, committed boolean);
    insert into cut values (0, false);
    create function cut() returns trigger language plpgsql as $$
    begin
      if current_setting('cut.transaction', true) is distinct from pg_current_xact_id()::text then
        perform set_config('cut.transaction', pg_current_xact_id()::text, true);
        if nextval('commits') = (select at from cut) then
          perform pg_sleep(0.4);
          if not (select committed from cut) then
            raise exception 'the process died' using errcode = '57P01';
          end if;
        end if;
      end if;
      return null;
    end $$;
    create constraint trigger cut after insert on events deferrable initially deferred
      for each row execute function cut();
    create constraint trigger cut after insert on journal deferrable initially deferred
      for each row execute function cut();
    create constraint trigger cut after update of status on sends deferrable initially deferred
      for each row execute function cut();
  '''

  @TempDir
  @Shared
  Path directory

  @Shared
  BundleDirectory bundle

  def setupSpec() {
    bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.journey('crash', JOURNEY)
    bundle.template('first', 'first {{code}}')
    bundle.template('second')
  }

  def "a process that dies at any commit point leaves the same journal, mails and enrolment behind"() {
    given: 'what an undisturbed run leaves'
    def undisturbed = play(0, false)

    expect: 'that it went all the way'
    undisturbed.status == 'completed'
    undisturbed.events == ['spec.answered', 'spec.began']
    undisturbed.subjects == ['first CODE', 'second']
    undisturbed.commits > 8

    and: 'the same from every cut'
    def cuts = [1..undisturbed.commits, [false, true]].combinations()
    together(cuts) { play(it[0], it[1]) }.eachWithIndex { left, i ->
      def (at, committed) = cuts[i]
      assert left.died: "cut at commit $at of ${undisturbed.commits} was not reached"
      assert left.withoutCourse() == undisturbed.withoutCourse(): "cut at commit $at, ${committed ? 'answer lost' : 'not committed'}"
    }
  }

  /** The answers for all of them, some at a time. */
  private static <T> List<T> together(List<?> all, Closure<T> work) {
    def threads = Executors.newFixedThreadPool(6)
    try {
      threads.invokeAll(all.collect { one -> { -> work(one) } as Callable<T> })*.get()
    } finally {
      threads.shutdown()
    }
  }

  /** What is left behind; instants are not compared. */
  static class Left {
    String status
    List<String> events
    List<String> labels
    List<String> subjects
    List<String> sends
    int commits
    boolean died

    Map withoutCourse() {
      [status: status, events: events, labels: labels, subjects: subjects, sends: sends]
    }
  }

  private Left play(int at, boolean committed) {
    def database = TestDatabase.fresh()
    def home = Files.createTempDirectory(directory, 'home')
    def sight = new Sight(database.connect())
    def play = new Play(at: at, sight: sight, born: { new RunningApp(bundle.path, home, database.url).start() })
    try {
      sight.run(CUT)
      sight.run("update cut set at = $at, committed = $committed")
      play.begin()
      play.tell(name: 'spec.began', userId: 'ada', email: 'ada@example.com')
      play.reach { sight.number('select count(*) from runs where wait_name is not null') == 1 }
      play.tell(name: 'spec.answered', userId: 'ada')
      play.reach { sight.number('select count(*) from enrolments') == 1 }
      left(sight, home, play)
    } finally {
      play.close()
      sight.close()
      database.close()
    }
  }

  private static Left left(Sight sight, Path home, Play play) {
    new Left(
        status: sight.text('select status from enrolments'),
        events: sight.texts('select n.name from events e join names n on n.id = e.name order by n.name'),
        labels: sight.texts("select entries from journal order by generation, segment")
            .collect { it.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'id').replaceAll(/\d{6,}/, '#') },
        subjects: Mails.subjects(home),
        sends: sight.texts('select template || status || ordinal from sends order by ordinal'),
        commits: play.commits(),
        died: play.died)
  }

  /** A service that dies once, when the cut is reached, and is born again. */
  private static class Play implements AutoCloseable {
    int at
    Sight sight
    Closure<RunningApp> born
    RunningApp app
    boolean died

    void begin() {
      app = born()
    }

    /** Posts an event as a careful caller does: again, with the same key, if there was no answer. */
    void tell(Map event) {
      def key = (String) event.name
      def service = app
      def answer = CompletableFuture.supplyAsync { service.post(event, key) }
      until(20) { answer.done || isCut() }
      if (isCut()) {
        again()
        app.post(event, key)
      } else {
        answer.get()
      }
    }

    void reach(Closure<Boolean> goal) {
      until(20) { isCut() || goal() }
      if (isCut()) {
        again()
        until(20) { goal() }
      }
    }

    int commits() {
      sight.number('select case when is_called then last_value else 0 end from commits')
    }

    private boolean isCut() {
      !died && at > 0 && commits() >= at
    }

    private void again() {
      died = true
      app.die()
      until(10) {
        sight.number("""select count(*) from pg_stat_activity
            where datname = current_database() and wait_event = 'PgSleep'""") == 0
      }
      sight.run('update runs set lease_until = null; update sends set lease_until = null')
      app = born()
    }

    @Override
    void close() {
      app?.close()
    }
  }
}
