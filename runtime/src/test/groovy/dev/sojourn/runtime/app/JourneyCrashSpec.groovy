package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
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
        sendEmail 'first', props: [code: code]
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

  private static final String CUT = '''
    create sequence commits;
    create table cut(at int, committed boolean);
    insert into cut values (0, false);
    create function cut() returns trigger language plpgsql as $$
    begin
      if nextval('commits') = (select at from cut) then
        perform pg_sleep(0.4);
        if not (select committed from cut) then
          raise exception 'the process died' using errcode = '57P01';
        end if;
      end if;
      return null;
    end $$;
    create constraint trigger cut after insert on journal deferrable initially deferred
      for each row execute function cut();
    create constraint trigger cut after update of status on sends deferrable initially deferred
      for each row execute function cut();
  '''

  @TempDir
  @Shared
  Path directory

  @Shared
  Path bundle

  def setupSpec() {
    bundle = directory.resolve('bundle')
    Files.createDirectories(bundle.resolve('journeys'))
    Files.createDirectories(bundle.resolve('templates'))
    Files.writeString(bundle.resolve('journeys/crash.groovy'), JOURNEY.stripIndent())
    Files.writeString(bundle.resolve('templates/first.html'), '---\nsubject: first {{code}}\n---\n<p>{{code}}</p>\n')
    Files.writeString(bundle.resolve('templates/second.html'), '---\nsubject: second\n---\n<p>second</p>\n')
  }

  def "a process that dies at any commit point leaves the same journal, mails and enrolment behind"() {
    given: 'what an undisturbed run leaves'
    def undisturbed = play(0, false)

    expect: 'that it went all the way'
    undisturbed.status == 'completed'
    undisturbed.subjects == ['first CODE', 'second']
    undisturbed.commits > 6

    and: 'the same from every cut'
    (1..undisturbed.commits).each { at ->
      [false, true].each { committed ->
        def left = play(at, committed)
        assert left.withoutCommits() == undisturbed.withoutCommits(): "cut at commit $at, ${committed ? 'answer lost' : 'not committed'}"
      }
    }
  }

  /** What is left behind; instants are not compared. */
  static class Left {
    String status
    List<String> labels
    List<String> subjects
    List<String> sends
    int commits

    Map withoutCommits() {
      [status: status, labels: labels, subjects: subjects, sends: sends]
    }
  }

  private Left play(int at, boolean committed) {
    def database = TestDatabase.fresh()
    def home = Files.createTempDirectory(directory, 'home')
    def app = new RunningApp(bundle, home, database.url)
    try {
      database.connect().withCloseable { sql ->
        run(sql, CUT)
        run(sql, "update cut set at = $at, committed = $committed")
        app.start()
        app.post(name: 'spec.began', userId: 'ada', email: 'ada@example.com')
        if (at > 0 && reached(sql, at)) {
          app = reborn(app, sql, home, database)
        }
        until(20) { answerable(sql) || reachedLater(sql, at) }
        if (!answerable(sql)) {
          app = reborn(app, sql, home, database)
          until(20) { answerable(sql) }
        }
        app.post(name: 'spec.answered', userId: 'ada')
        until(20) { number(sql, 'select count(*) from enrolments') == 1 || reachedLater(sql, at) }
        if (number(sql, 'select count(*) from enrolments') == 0) {
          app = reborn(app, sql, home, database)
          until(20) { number(sql, 'select count(*) from enrolments') == 1 }
        }
        left(sql, home)
      }
    } finally {
      app.close()
      database.close()
    }
  }

  private boolean reached(Connection sql, int at) {
    until(20) { commits(sql) >= at || answerable(sql) }
    commits(sql) >= at
  }

  /** Whether the cut was reached and the process still lives, which its lease shows. */
  private boolean reachedLater(Connection sql, int at) {
    at > 0 && commits(sql) == at
  }

  private static boolean answerable(Connection sql) {
    number(sql, 'select count(*) from runs where wait_name is not null') == 1
  }

  private RunningApp reborn(RunningApp dead, Connection sql, Path home, TestDatabase database) {
    dead.die()
    until(10) { number(sql, "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") == 0 }
    run(sql, 'update runs set lease_until = null; update sends set lease_until = null')
    new RunningApp(bundle, home, database.url).start()
  }

  private static Left left(Connection sql, Path home) {
    new Left(
        status: text(sql, 'select status from enrolments'),
        labels: texts(sql, "select entries from journal order by segment")
            .collect { it.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'id').replaceAll(/\d{6,}/, '#') },
        subjects: home.resolve('mailbox').toFile().listFiles().findAll { it.name.endsWith('.eml') }
            .collect { (it.text =~ /(?m)^Subject: (.*)$/)[0][1].trim() }.sort(),
        sends: texts(sql, 'select template || status || ordinal from sends order by ordinal'),
        commits: commits(sql))
  }

  private static int commits(Connection sql) {
    number(sql, 'select case when is_called then last_value else 0 end from commits')
  }

  private static void run(Connection sql, String statement) {
    sql.createStatement().withCloseable { it.execute(statement) }
  }

  private static int number(Connection sql, String query) {
    texts(sql, query)[0] as int
  }

  private static String text(Connection sql, String query) {
    texts(sql, query)[0]
  }

  private static List<String> texts(Connection sql, String query) {
    sql.createStatement().withCloseable { statement ->
      def rows = statement.executeQuery(query)
      def all = []
      while (rows.next()) {
        all << rows.getString(1)
      }
      all
    }
  }
}
