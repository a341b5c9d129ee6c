package dev.sojourn.runtime.entry

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.runtime.app.BundleDirectory
import dev.sojourn.runtime.app.RunningApp
import dev.sojourn.runtime.app.Sight
import dev.sojourn.runtime.config.DatabaseUrl
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.journey.DryRuns
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Entries on a date of the contact, in the whole service. */
class DateEntriesDatabaseSpec extends Specification {
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

  def "who waits for a date follows it when an event or a run moves it, and is no enrolment"() {
    given:
    dated('renewal', 'contact.renewsAt - 30.days')
    bundle.journey('sets', 'sets.began', 'setContact renewsAt: event.to')
    start()

    when:
    tell(renewsAt: '2040-03-01', plan: 'pro')

    then:
    waitsFor('2040-01-31')
    app.get('/v1/admin/journeys/renewal/states').states == []
    sight.texts("select status from all_enrolments") == []
    DryRuns.against(DatabaseUrl.parse(database.url), [:], new ScriptCompiler()) == []
    app.get('/v1/admin/contacts/ada/why').lines.collect { [it.about, it.what, it.until] } ==
        [['journey:renewal', 'waits', '2040-01-31T00:00:00Z']]

    when: 'something else changes, and what is said is known'
    def waits = sight.text('select id from runs')
    tell(renewsAt: '2040-03-01', plan: 'free')

    then:
    sight.text('select id from runs') == waits

    when:
    tell(renewsAt: '2040-04-01')

    then:
    waitsFor('2040-03-02')

    when: 'a run sets it'
    app.post(name: 'sets.began', userId: 'ada', eventProperties: [to: '2041-03-01'])

    then:
    waitsFor('2041-01-30')

    when: 'it lives elsewhere'
    tell(timezone: 'America/New_York')

    then:
    waitsFor('2041-01-30T05:00')

    when:
    tell(renewsAt: null)

    then:
    sight.texts('select id from runs') == []
    sight.texts('select about from decisions') == []
  }

  def "a date that has passed, and one that is none, are told about"() {
    given:
    dated('renewal', 'contact.renewsAt - 30.days')
    start()

    when:
    tell(renewsAt: '2020-03-01')
    until(10) { sight.texts('select reason from decisions').size() == 1 }
    tell(renewsAt: 'soon')
    until(10) { sight.texts('select reason from decisions').size() == 2 }

    then:
    sight.texts("select about || ' ' || reason || ' ' || (compared->>'renewsAt') from decisions order by reason") ==
        ['journey:renewal date_passed 2020-03-01', 'journey:renewal date_unreadable soon']
    until(10) { sight.texts('select id from runs') == [] }
    sight.texts('select id from enrolments') == []
  }

  def "a contact enters once when its date comes, though the process dies #when the #ordinal of the commits that #what"() {
    given: 'commits that store rows of this table hold until the process is gone'
    sight.run("""
        create sequence commits;
        create function cut() returns trigger language plpgsql as \$\$
        begin
          if nextval('commits') = $at then
            perform pg_sleep(0.4);
            if not $committed then
              raise exception 'the process died' using errcode = '57P01';
            end if;
          end if;
          return null;
        end \$\$;
        create constraint trigger cut after insert on $table deferrable initially deferred
          for each row execute function cut();
        """)
    dated('renewal', 'contact.renewsAt', 'checkpoint "renews at $event.renewsAt"')
    start()
    def date = Instant.now().plusSeconds(1).toString()
    tell(renewsAt: date)

    when:
    until(20) { sight.number("select case when is_called then last_value else 0 end from commits") >= at }
    app.die()
    until(10) { sight.number("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") == 0 }
    sight.run('update runs set lease_until = null; update outbox set lease_until = null')
    start()

    then:
    until(20) { app.states('renewal', 'ada')*.status == ['completed'] }
    app.states('renewal', 'ada')[0].currentNodeId == "renews at $date".toString()
    sight.texts('select id from runs') == []

    where:
    what                 | table    | at | committed
    'end the waiting'    | 'outbox' | 1  | false
    'end the waiting'    | 'outbox' | 1  | true
    'take the event in'  | 'events' | 2  | false
    'take the event in'  | 'events' | 2  | true
    ordinal = at == 1 ? 'first' : 'second'
    when = committed ? 'after' : 'before'
  }

  def "an entry that is delivered twice is one"() {
    given:
    sight.run('''
        create table kept as select * from outbox;
        create function keep() returns trigger language plpgsql as $$
        begin
          insert into kept select new.*;
          return null;
        end $$;
        create trigger keep after insert on outbox for each row execute function keep();
        ''')
    dated('renewal', 'contact.renewsAt')
    start()
    tell(renewsAt: Instant.now().plusMillis(300).toString())
    until(10) { app.states('renewal', 'ada')*.status == ['completed'] }
    until(10) { sight.number('select count(*) from outbox') == 0 }

    when:
    sight.run('insert into outbox select * from kept limit 1')
    app.close()
    start()

    then:
    until(10) { sight.number('select count(*) from outbox') == 0 }
    app.states('renewal', 'ada')*.status == ['completed']
    sight.number("select count(*) from events e join names n on n.id = e.name where n.name = 'start:renewal'") == 1
  }

  def "however changes and segments meet, the run waits for the date that the contact has at the end"() {
    given:
    dated('renewal', 'contact.renewsAt - 30.days')
    start()
    def random = new Random(7)
    def days = (1..400).collect { ["user${random.nextInt(4)}".toString(), random.nextInt(2_000)] }

    when:
    def threads = Executors.newFixedThreadPool(8)
    try {
      threads.invokeAll(days.collect { who, day ->
        { -> app.post(name: 'visit', userId: who, contactProperties: [renewsAt: "2040-01-01T00:00:00Z".replace('2040', "${2040 + day}")]) } as Callable<Map>
      })*.get()
    } finally {
      threads.shutdown()
    }

    then:
    until(10) {
      sight.number('''
          select count(*) from contacts c join runs r on r.subject = c.id
          where r.due_at = (c.properties->>'renewsAt')::timestamptz - interval '30 days' ''') == 4
    }
    sight.number('select count(*) from runs') == 4
  }

  def "contacts that had their dates before are found, and a sweep that dies goes on where it was"() {
    given: 'three thousand contacts, every third with a date ahead, every third with one that has passed'
    sight.run('''
        insert into contacts(id, external_id, properties, first_seen_at, last_seen_at)
        select n, 'u' || n, case n % 3 when 0 then '{"renewsAt": "2040-03-01"}'::jsonb
          when 1 then '{"renewsAt": "2020-03-01"}' else '{"plan": "pro"}' end, now(), now()
        from generate_series(1, 3000) n;
        update contacts set merged_into = 6 where id = 3;

        create sequence commits;
        create function cut() returns trigger language plpgsql as $$
        begin
          if new.after_id > old.after_id and nextval('commits') = 2 then
            perform pg_sleep(0.4);
            raise exception 'the process died' using errcode = '57P01';
          end if;
          return null;
        end $$;
        create constraint trigger cut after update on date_sweeps deferrable initially deferred
          for each row execute function cut();
        ''')
    dated('renewal', 'contact.renewsAt - 30.days')

    when:
    start()
    until(20) { sight.number("select case when is_called then last_value else 0 end from commits") == 2 }
    app.die()
    until(10) { sight.number("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") == 0 }
    def first = sight.texts('select id from runs order by id')

    then:
    first.size() == 332
    sight.texts("select after_id from date_sweeps") == ['1000']

    when:
    sight.run('update runs set lease_until = null')
    start()

    then:
    until(20) { sight.texts("select round || ' ' || after_id from date_sweeps") == ['2 0'] }
    until(20) { sight.number("select count(*) from runs where due_at = '2040-01-31T00:00:00Z'") == 999 }
    sight.texts('select id from runs order by id').take(332) == first
    sight.number("select count(*) from runs r join contacts c on c.id = r.subject where c.id % 3 <> 0") == 0
    sight.texts('select about from decisions') == []
    app.get('/v1/admin/journeys/renewal/states').states == []

    when: 'a process that did not know the journey yet has changed two, and the second round is due'
    sight.run('''
        update contacts set properties = '{"renewsAt": "2041-03-01"}' where id in (2, 9);
        update contacts set properties = '{"renewsAt": "2020-03-01"}' where id = 12;
        update date_sweeps set due_at = now()
        ''')
    app.close()
    start()

    then:
    until(20) { sight.texts("select due_at from date_sweeps") == ['infinity'] }
    until(20) { sight.texts("select subject from runs where due_at = '2041-01-30T00:00:00Z' order by 1") == ['2', '9'] }
    until(20) { sight.texts("select contact_id || ' ' || reason from decisions") == ['12 date_passed'] }
    until(20) { sight.number('select count(*) from runs') == 999 }
  }

  def "another rule moves who waits; a journey that is gone lets go of them, and finds them when it is back"() {
    given:
    dated('renewal', 'contact.renewsAt - 30.days')
    start()
    tell(renewsAt: '2040-03-01')
    waitsFor('2040-01-31')

    when:
    bundle.change('journeys/renewal.groovy', '30.days', '10.days')

    then:
    waitsFor('2040-02-20')

    when: 'the rule reads what stands nowhere'
    bundle.change('journeys/renewal.groovy', 'contact.renewsAt', 'contact.expiresAt')
    until(20) { sight.text('select rule from date_sweeps').contains('expiresAt') }
    tell(expiresAt: '2040-03-11')

    then:
    waitsFor('2040-03-01')

    when: 'its day would have been years ago'
    bundle.change('journeys/renewal.groovy', '10.days', '10000.days')

    then:
    until(20) { sight.texts("select reason from decisions") == ['date_passed'] }
    until(10) { sight.texts('select id from runs') == [] }

    when:
    bundle.change('journeys/renewal.groovy', '10000.days', '1.day')

    then:
    waitsFor('2040-03-10')

    when: 'it is gone while the date moves'
    bundle.delete('journeys/renewal.groovy')
    until(20) { sight.texts('select journey_id from date_sweeps') == [] }
    tell(expiresAt: '2050-03-11')
    dated('renewal', 'contact.expiresAt - 1.day')

    then:
    waitsFor('2050-03-10')
    sight.texts('select id from enrolments') == []
  }

  def "of two contacts that are one the date of the one that stays counts; without one it waits for the other's"() {
    given:
    dated('renewal', 'contact.renewsAt')
    start()
    app.post(name: 'visit', email: 'old@example.com', contactProperties: [renewsAt: '2040-03-01'])
    waitsFor('2040-03-01')
    tell(plan: 'pro')

    when:
    app.post(name: 'visit', userId: 'ada', email: 'old@example.com')

    then:
    waitsFor('2040-03-01')
    sight.texts('select c.external_id from runs r join contacts c on c.id = r.subject') == ['ada']

    when:
    app.post(name: 'visit', email: 'older@example.com', contactProperties: [renewsAt: '2039-03-01'])
    app.post(name: 'visit', userId: 'ada', email: 'older@example.com')

    then:
    waitsFor('2040-03-01')
    sight.texts('select c.external_id from runs r join contacts c on c.id = r.subject') == ['ada']
  }

  private void dated(String id, String on, String steps = "checkpoint 'in'") {
    bundle.journey(id, """\
      journey('$id') {
        trigger    on: { $on }
        entryLimit unlimited

        steps {
          $steps
        }
      }
      """)
  }

  private void start() {
    app = new RunningApp(bundle.path, directory.resolve('home'), database.url).start()
  }

  private void tell(Map contact) {
    app.post(name: 'visit', userId: 'ada', contactProperties: contact)
  }

  /** The one run that there is comes to wait for this instant. */
  private void waitsFor(String instant) {
    def at = instant.contains('T') ? instant + ':00Z' : instant + 'T00:00:00Z'
    until(20) { sight.texts("select r.due_at = '$at' and r.version = 0 from runs r") == ['t'] }
  }
}
