package dev.sojourn.runtime.journey

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.app.RunningApp
import spock.lang.AutoCleanup

/** Events that come after a digest and before its run has completed, in the whole service. */
class StragglersDatabaseSpec extends ServiceSpecification {
  /** The first transaction that ends an enrolment does not commit. */
  private static final String CUT = '''
    create sequence ends;
    create function cut() returns trigger language plpgsql as $$
    begin
      if nextval('ends') = 1 then
        raise exception 'it cannot be' using errcode = '40001';
      end if;
      return null;
    end $$;
    create constraint trigger cut after insert on enrolments deferrable initially deferred
      for each row execute function cut();
    '''

  @AutoCleanup
  RunningApp other

  def "the first of them begins one run that gathers all, under two workers and a commit that is lost"() {
    given:
    bundle.journey('trial', 'trial.began', """
      def seen = digest window: 1.second
      log "\${seen.events.collect { it.properties.n }}"
      waitForEvent 'trial.went', timeout: 1.minute
      """)
    start()
    other = new RunningApp(bundle.path, directory.resolve('other'), database.url).start()
    event('trial.began', [n: 1])
    until(10) { waits() == 1 }
    sight.run(CUT)

    when:
    [2, 3].each { event('trial.began', [n: it]) }
    event('trial.went')

    then:
    until(20) { sight.number('select count(*) from enrolments') == 1 && logged().size() == 2 && waits() == 1 }
    logged() == ['[1]', '[2, 3]']
    sight.number("select last_value from ends") == 2
    sight.number('select count(*) from runs') == 1

    when: 'nothing came since'
    event('trial.went')

    then:
    until(10) { sight.number('select count(*) from enrolments') == 2 }
    sight.number('select count(*) from runs') == 0
    sight.texts("select reason || ' ' || count from decisions order by reason") == ['already_active 2']
  }

  def "a trigger that waits by onRepeat queue begins nothing once the digest has it"() {
    given:
    bundle.journey('trial', """
      journey('trial') {
        trigger    'trial.began'
        entryLimit unlimited
        onRepeat   queue

        steps {
          def seen = digest window: 1.second
          log "\${seen.events.collect { it.properties.n }}"
          waitForEvent 'trial.went', timeout: 1.minute
        }
      }
      """)
    start()

    when:
    (1..3).each { event('trial.began', [n: it]) }
    until(10) { waits() == 1 && logged().size() == 1 }
    event('trial.went')

    then:
    until(10) { sight.number('select count(*) from enrolments') == 1 }
    logged() == ['[1, 2, 3]']
    sight.number('select count(*) from runs') == 0
    sight.number('select count(*) from queued_triggers') == 0
  }

  def "one who wants no mail any more follows nobody, and people see why: #how"() {
    given:
    bundle.journey('trial', """
      journey('trial') {
        trigger    'trial.began'
        entryLimit unlimited
        onRepeat   queue
        exitOn     'trial.stopped'

        steps {
          waitForEvent 'trial.went', timeout: 1.minute
        }
      }
      """)
    start()
    event('trial.began')
    until(10) { waits() == 1 }
    event('trial.began')
    sight.run('insert into preferences(contact_id, unsubscribed_all) select id, true from contacts')

    when:
    event(how)

    then:
    until(10) { sight.number('select count(*) from enrolments') == 1 }
    sight.number('select count(*) from runs') == 0
    sight.texts('select reason from decisions order by reason') == ['queued', 'user_unsubscribed']

    where:
    how << ['trial.went', 'trial.stopped']
  }

  private int waits() {
    sight.number('select count(*) from runs where wait_name is not null')
  }

  private List<String> logged() {
    sight.texts('''select line->>1 from journal, json_array_elements(entries::json) line
        where line->>0 = 'l' order by run_id, segment''')
  }
}
