package dev.sojourn.runtime.ingest

import static dev.sojourn.runtime.ingest.IngestFixture.await

import dev.sojourn.core.replay.Json
import dev.sojourn.runtime.contact.IdentityKey
import dev.sojourn.runtime.contact.KeyKind
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.event.Source
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Contacts that turn out to be one person, with everything that belongs to them. */
class MergesDatabaseSpec extends Specification {
  static final JOURNEYS = [
      once : "trigger 'a'\n  entryLimit once",
      queue: "trigger 'q'\n  entryLimit unlimited\n  onRepeat queue",
      turn : "trigger 'c'\n  entryLimit unlimited\n  exitOn 'c'",
      news : "trigger 'contact:changed'\n  entryLimit unlimited\n  exitOn 'never'"
  ]
  static final TABLES = ['contacts', 'contact_keys', 'preferences', 'events', 'runs', 'queued_triggers', 'enrolments',
                         'sends', 'decisions', 'outbox', 'identity_changes']

  @Shared @TempDir Path directory
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared @AutoCleanup IngestFixture here
  @Shared @AutoCleanup IngestFixture there

  def setupSpec() {
    here = new IngestFixture(test, IngestFixture.bundle(directory, JOURNEYS))
    there = new IngestFixture(test, directory, false)
  }

  def cleanup() {
    here.forget()
  }

  def "an event under the keys of two contacts makes them one, with the history of both"() {
    given:
    here.take(anonymous: 'browser', name: 'seen', contact: [plan: 'free', theme: 'dark'])
    def old = contact('anonymous_id', 'browser')
    here.take(user: 'ada', name: 'bought', contact: [plan: 'pro'])
    def ada = contact('external_id', 'ada')

    when:
    def receipt = here.take(user: 'ada', anonymous: 'browser', name: 'signed.in', contact: [plan: 'max'])

    then:
    receipt.contactKey() == 'ada'
    with(receipt.person()) {
      id() == here.database.publicIds().face(ada.id)
      !created()
      linked()
      !conflict()
    }
    names(ada.id) == ['seen', 'contact:changed', 'bought', 'contact:changed', 'contact:changed', 'signed.in'].sort()
    with(contact('external_id', 'ada')) {
      anonymous_id == 'browser'
      Json.read(props as String) == [plan: 'max', theme: 'dark']
      first_seen_at == old.first_seen_at
    }
    live() == ['ada']
    owners() == ['1 ada': ada.id, '3 browser': ada.id]

    and: "the one that went leads to the one that stayed, for events and for people"
    here.take(user: here.database.publicIds().face(old.id)).contactKey() == 'ada'
    await(here.contacts.find(here.database.publicIds().face(old.id))).get().id() == ada.id
    await(here.contacts.load([old.id]))[old.id].externalId() == 'ada'
  }

  def "two people with ids of their own stay two: the call is about the first, without the other's key"() {
    given:
    here.take(user: 'ada')
    here.take(user: 'bob', email: 'bob@example.com', anonymous: 'browser')

    when:
    def receipt = here.take(user: 'ada', email: 'bob@example.com', anonymous: 'browser', contact: [seats: 3])

    then:
    receipt.contactKey() == 'ada'
    receipt.person().conflict()
    receipt.stored()
    contact('external_id', 'ada').email == null
    live() == ['ada', 'bob']
    owners()['2 bob@example.com'] == contact('external_id', 'bob').id

    and: "so it is when the other one is somebody else's alias"
    here.take(email: 'bob@example.com', user: 'ada').contactKey() == 'ada'
  }

  def "who signs up on a device that somebody else used is a new person, in the same batch too"() {
    given:
    here.take(user: 'bob', anonymous: 'shared')

    when:
    def receipt = here.take(user: 'ada', anonymous: 'shared')
    def both = here.together([[user: 'eve', anonymous: 'new'], [user: 'fay', anonymous: 'new']]).collect { await(it) }

    then:
    receipt.person().created()
    receipt.person().conflict()
    both*.person()*.conflict() == [false, true]
    live() == ['ada', 'bob', 'eve', 'fay']
    owners()['3 shared'] == contact('external_id', 'bob').id
    owners()['3 new'] == contact('external_id', 'eve').id
  }

  def "contacts that a batch makes are merged by a later event of it, and all are answered in order"() {
    when:
    def receipts = here.together([
        [user: 'ada', name: 'one'],
        [email: 'ada@example.com', name: 'two'],
        [user: 'bob', name: 'other'],
        [user: 'ada', email: 'ada@example.com', name: 'three'],
        [email: 'ada@example.com', name: 'four']]).collect { await(it) }

    then:
    receipts*.stored().every()
    receipts*.contactKey().drop(2) == ['bob', 'ada', 'ada']
    live() == ['ada', 'bob']
    names(contact('external_id', 'ada').id) == ['four', 'one', 'three', 'two']
  }

  def "an address beside a user's id is the contact's from then on, and the old one stays an alias"() {
    given:
    here.take(user: 'ada', email: 'old@example.com')
    here.take(email: 'free@example.com', name: 'asked')

    when:
    def changed = say([user: 'ada', email: email])

    then:
    changed.person().id() == here.take(email: 'old@example.com').person().id()
    contact('external_id', 'ada').email == email
    await(here.contacts.find(new IdentityKey(0, KeyKind.EMAIL, email))).get().externalId() == 'ada'
    here.rows('select 1 from events e join names n on n.id = e.name where n.name = $1', '') == []

    and: "and back again"
    say([user: 'ada', email: 'old@example.com']).person().id() == changed.person().id()
    contact('external_id', 'ada').email == 'old@example.com'

    where:
    email << ['new@example.com', 'free@example.com']
  }

  def "another person's address is not taken by saying so"() {
    given:
    here.take(user: 'ada', email: 'ada@example.com')
    here.take(user: 'bob', email: 'bob@example.com')

    when:
    def answer = say([user: 'ada', email: 'bob@example.com'])

    then:
    answer.person().conflict()
    contact('external_id', 'ada').email == 'ada@example.com'
    contact('external_id', 'bob').email == 'bob@example.com'
  }

  def "what is said of a contact without an event stores none, and is told to journeys that hear of changes"() {
    when:
    def made = say([user: 'ada'], [plan: 'pro'])
    def same = say([user: 'ada'], [plan: 'pro'])

    then:
    made.person().created()
    !same.person().created()
    !same.person().linked()
    [made, same]*.stored() == [false, false]
    names(contact('external_id', 'ada').id) == ['contact:changed']
    Json.read(contact('external_id', 'ada').props as String) == [plan: 'pro']
    runs('news') == [contact('external_id', 'ada').id]
  }

  def "keys whose contacts were all erased meanwhile settle to nobody, and are all left to the call"() {
    given:
    def keys = [new IdentityKey(0, KeyKind.EXTERNAL, 'gone'), new IdentityKey(0, KeyKind.ANONYMOUS, 'browser')]

    expect:
    with(await(here.merges.settle(keys))) {
      it.keys() == keys
      !merged()
      !conflict()
    }
  }

  def "where both are live in a journey the survivor's enrolment stays; a live one of one journey only moves and loses its fence"() {
    given:
    here.take(user: 'ada', name: 'a')
    here.take(anonymous: 'browser', name: 'a')
    here.take(anonymous: 'browser', name: 'c')
    here.take(anonymous: 'browser', name: 'c')
    def ada = contact('external_id', 'ada').id
    def moving = here.rows("select r.id, r.epoch from runs r join names n on n.id = r.task where n.name = 'journey:turn'")[0]
    def staying = here.rows("select r.id from runs r where r.subject = \$1", ada)[0]

    when:
    here.take(user: 'ada', anonymous: 'browser')

    then:
    runs('once') == [ada]
    runs('turn') == [ada]
    here.rows("select r.id from runs r join names n on n.id = r.task where n.name = 'journey:once'")*.id == [staying.id]
    with(here.rows("select id, epoch, subject from runs where id = \$1", moving.id)[0]) {
      epoch == moving.epoch + 1
      subject == ada
    }
    here.rows("select n.name, e.status, e.contact_id, e.reason from enrolments e join names n on n.id = e.journey order by e.id")
        .collect { [it.name, it.status, it.contact_id] } as Set ==
        [['journey:once', 'exited', ada], ['journey:turn', 'exited', ada]] as Set
    here.rows("select reason from enrolments where reason like 'merged into contact%'").size() == 1

    and: "who entered once under either name does not enter again"
    here.take(user: 'ada', name: 'a')
    here.tallies['journey:once already_entered_once'] ?: here.tallies['journey:once already_active']
  }

  def "a trigger that waits for the end of an enrolment moves with it, and survives the loser's exit"() {
    given:
    here.take(user: 'ada', name: 'q')
    here.take(anonymous: 'browser', name: 'q')
    def waiting = here.take(anonymous: 'browser', name: 'q')

    when:
    here.take(user: 'ada', anonymous: 'browser')

    then:
    here.rows('select contact_id, event_id from queued_triggers') ==
        [[contact_id: contact('external_id', 'ada').id, event_id: here.database.publicIds().id(waiting.eventId()).asLong]]
    runs('queue') == [contact('external_id', 'ada').id]
  }

  def "a no that either has said stays, mails under way and reasons move, and the outbox keeps one line"() {
    given:
    here.take(user: 'ada', email: 'ada@example.com')
    here.take(anonymous: 'browser')
    def ada = contact('external_id', 'ada').id
    def old = contact('anonymous_id', 'browser').id
    here.rows('''insert into preferences(contact_id, email, unsubscribed_all, categories, bounce_count) values
        ($1, 'x@example.com', false, '{"news": false, "tips": true}', 1), ($2, 'x@example.com', true, '{"news": true, "beta": false}', 2),
        ($2, 'y@example.com', false, '{}', 0)''', ada, old)
    here.rows("insert into sends(id, contact_id, due_at, status, template, category) values (1, \$1, now(), 'queued', 't', 'journey')", old)
    here.rows('''insert into decisions(day, contact_id, about, reason, first_at, last_at, count, compared) values
        ('2026-01-02', $1, 'journey:x', 'r', '2026-01-02T10:00Z', '2026-01-02T11:00Z', 2, '{"n": 1}'),
        ('2026-01-02', $2, 'journey:x', 'r', '2026-01-02T09:00Z', '2026-01-02T12:00Z', 3, '{"n": 2}'),
        ('2026-01-03', $2, 'journey:x', 'r', '2026-01-03T09:00Z', '2026-01-03T12:00Z', 1, null)''', ada, old)
    here.rows("insert into outbox(id, topic, order_key, due_at, payload) values (7, 1, \$1, now(), '[]')", old)

    when:
    here.take(user: 'ada', anonymous: 'browser')

    then:
    here.rows('select contact_id, email, unsubscribed_all as out, categories::text as c, bounce_count as b from preferences order by email')
        .collect { [it.contact_id, it.email, it.out, Json.read(it.c), it.b] } == [
        [ada, 'x@example.com', true, [news: false, tips: true, beta: false], 2],
        [ada, 'y@example.com', false, [:], 0]]
    here.rows('select contact_id from sends')*.contact_id == [ada]
    here.rows("select contact_id, count, compared::text as c from decisions where about = 'journey:x' order by day")
        .collect { [it.contact_id, it.count, it.c] } == [[ada, 5, '{"n": 2}'], [ada, 1, null]]
    here.rows('select order_key from outbox where id = 7')*.order_key == [ada]
  }

  def "an event of the service about a contact that was merged reaches the one that stayed"() {
    given:
    here.take(anonymous: 'browser')
    def old = contact('anonymous_id', 'browser').id
    here.take(user: 'ada')
    here.take(user: 'ada', anonymous: 'browser')
    here.take(user: 'ada', email: 'ada@example.com')

    when:
    await(here.ingest.put(new dev.sojourn.runtime.event.OwnEvent(
        0, old, 'email:sent', Source.JOURNEY, 'k1', here.database.clock().instant(), '{}')))

    then:
    'email:sent' in names(contact('external_id', 'ada').id)
  }

  def "a lane that remembers a contact hears of its merge in another process at once"() {
    given:
    here.take(user: 'ada', anonymous: 'a1')
    here.take(user: 'ada', anonymous: 'a1')
    here.take(email: 'e@example.com')
    here.take(email: 'e@example.com')

    when:
    def merged = there.take(user: 'ada', email: 'e@example.com')

    then:
    here.take(email: 'e@example.com').person().id() == merged.person().id()
    here.take(user: 'ada').person().id() == merged.person().id()
    live() == ['ada']
  }

  def "one who was merged into one that is merged leads to the last"() {
    given:
    here.take(anonymous: 'one')
    def first = contact('anonymous_id', 'one').id
    here.take(email: 'two@example.com')
    here.take(email: 'two@example.com', anonymous: 'one')
    here.take(user: 'ada')

    when:
    here.take(user: 'ada', email: 'two@example.com')

    then:
    live() == ['ada']
    here.rows('select distinct merged_into as m from contacts where merged_into is not null')*.m == [contact('external_id', 'ada').id]
    await(here.contacts.load([first]))[first].externalId() == 'ada'
    owners().values() as Set == [contact('external_id', 'ada').id] as Set
  }

  def "an erased contact leaves no live enrolment, no values and no keys; its opt-outs stay"() {
    given:
    here.take(user: 'ada', email: 'ada@example.com', name: 'a', json: '{"secret": 1}', contact: [plan: 'pro'])
    here.take(user: 'ada', name: 'q')
    here.take(user: 'ada', name: 'q')
    here.take(anonymous: 'browser', name: 'c')
    here.take(user: 'ada', anonymous: 'browser')
    def ada = contact('external_id', 'ada').id
    def run = here.rows('select id from runs order by id')[0].id
    here.rows("insert into journal(run_id, generation, segment, format, entries) values (\$1, 0, 0, 1, '[]')", run)
    here.rows("insert into preferences(contact_id, email, unsubscribed_all) values (\$1, 'ada@example.com', true)", ada)
    here.rows('''insert into sends(id, contact_id, run_id, ordinal, due_at, status, template, category, request, rendered, to_email, lease_until) values
        (1, $1, $2, 1, now(), 'queued', 't', 'journey', '{"props": 1}', null, null, null),
        (2, $1, null, null, now(), 'sent', 't', 'journey', '{"props": 1}', 'body', 'ada@example.com', null),
        (3, $1, null, null, now(), 'queued', 't', 'journey', '{"props": 1}', null, 'ada@example.com', null),
        (4, $1, null, null, now(), 'rendered', 't', 'journey', '{"props": 1}', 'body', 'ada@example.com', now() + interval '1 hour'),
        (5, $1, null, null, now(), 'suppressed', 't', 'journey', null, null, 'ada@example.com', null)''', ada, run)
    here.rows("update sends set bounce_reason = 'no such user ada@example.com' where id = 2")
    here.rows("insert into send_files(send_id, number, filename, content_type, content) values (3, 1, 'f', 'text/plain', 'x')")
    here.rows('''insert into decisions(day, contact_id, about, reason, first_at, last_at, compared) values
        ('2026-01-02', $1, 'journey:x', 'r', now(), now(), '{"n": 1}')''', ada)
    here.rows("insert into dead_letters(id, source, source_id, payload, error, created_at) values (1, 'email', 2, '{\"a\": 1}', 'to ada@example.com', now())")
    here.rows("insert into outbox(id, topic, order_key, due_at, payload) values (7, 1, \$1, now(), '[\"ada\"]')", ada)

    when:
    def erased = await(here.erasures.erase(ada))

    then:
    erased
    !await(here.erasures.erase(ada))
    here.rows('select 1 from runs') == []
    here.rows('select 1 from journal') == []
    here.rows('select 1 from queued_triggers') == []
    here.rows('select 1 from contact_keys') == []
    here.rows('select 1 from send_files') == []
    here.rows('select 1 from outbox where id = 7') == []
    here.rows('select distinct reason from enrolments')*.reason.contains('contact erased')
    here.rows('select id, status, request, rendered from sends order by id').collect { [it.id, it.status, it.request, it.rendered == null] } ==
        [[1, 'cancelled', null, true], [2, 'sent', null, true], [3, 'cancelled', null, true], [4, 'rendered', '{"props": 1}', false], [5, 'suppressed', null, true]]
    here.rows('select 1 from sends where id = 5 and to_email is not null') == []
    here.rows('select bounce_reason from sends where bounce_reason is not null') == []
    here.rows('select reason from sends where id = 4')*.reason == ['contact_erased']
    here.rows('select payload::text as p, status, error from dead_letters') == [[p: '{}', status: 'discarded', error: 'the contact was erased']]
    here.rows('select 1 from decisions where compared is not null') == []
    here.rows('select 1 from events where props is not null') == []
    here.rows('select 1 from preferences where unsubscribed_all').size() == 1
    here.rows("select 1 from contacts where coalesce(external_id, email, anonymous_id) is not null or properties <> '{}'") == []

    and: "who comes back is somebody new, in any process"
    [here, there].collect { it.take(user: 'ada').person() }*.created() == [true, false]
    contact('external_id', 'ada').id != ada
  }

  def "a merge that dies at any of its statements leaves all as it was; a second try does all of it"() {
    given:
    here.take(user: 'ada', email: 'ada@example.com', name: 'a', contact: [plan: 'pro'])
    here.take(user: 'ada', name: 'q')
    here.take(anonymous: 'browser', name: 'a', contact: [theme: 'dark'])
    here.take(anonymous: 'browser', name: 'c')
    here.take(anonymous: 'browser', name: 'q')
    here.take(anonymous: 'browser', name: 'q')
    def ada = contact('external_id', 'ada').id
    def old = contact('anonymous_id', 'browser').id
    here.rows("insert into preferences(contact_id, email, unsubscribed_all) values (\$1, 'x@example.com', true)", old)
    here.rows("insert into sends(id, contact_id, due_at, status, template, category) values (1, \$1, now(), 'queued', 't', 'journey')", old)
    cutting()
    def keys = [new IdentityKey(0, KeyKind.EXTERNAL, 'ada'), new IdentityKey(0, KeyKind.ANONYMOUS, 'browser')]
    def before = dump()

    when:
    def cuts = 0
    def same = true
    while (dies(cuts + 1, keys)) {
      cuts++
      same &= dump() == before
    }

    then: "every kind of row was cut at least once"
    cuts >= 12
    same

    and:
    live() == ['ada']
    dump() != before
    TABLES.minus(['contacts', 'identity_changes', 'outbox', 'contact_keys', 'runs']).every { table ->
      there.rows("select 1 from $table where contact_id = \$1".toString(), old) == []
    }
    there.rows('select 1 from runs where subject = $1', old) == []

    cleanup:
    there.rows('drop function if exists cut() cascade')
    there.rows('drop sequence if exists cuts')
    there.rows('drop table if exists cut_at')
  }

  private void cutting() {
    here.rows('create sequence cuts')
    here.rows('create table cut_at(n bigint)')
    here.rows('''create function cut() returns trigger language plpgsql as $f$
      begin
        if nextval('cuts') = (select n from cut_at) then
          perform pg_terminate_backend(pg_backend_pid());
        end if;
        return null;
      end $f$''')
    TABLES.each { table ->
      here.rows("create trigger cut before insert or update or delete on $table for each statement execute function cut()".toString())
    }
  }

  /** Whether a merge that is cut at this statement ends thereby; one on a connection that was cut before is tried again. */
  private boolean dies(int at, List<IdentityKey> keys) {
    there.rows('truncate cut_at')
    there.rows('insert into cut_at values ($1)', (long) at)
    there.rows("select setval('cuts', 1, false)")
    def failed = await(here.merges.settle(keys).map { false }.otherwise(true))
    def reached = there.rows('select is_called and last_value >= $1 as r from cuts', (long) at)[0].r
    failed && !reached ? dies(at, keys) : failed
  }

  private List dump() {
    TABLES.collect { table ->
      there.rows("select md5(string_agg(t::text, ',' order by t::text)) as m from $table t".toString())[0].m
    }
  }

  private Receipt say(Map<String, String> who, Map<String, Object> properties = [:]) {
    def event = IngestFixture.event(who + [contact: properties])
    await(here.ingest.accept(new NewEvent(
        0, '', event.keys(), null, event.contactProperties(), null, null, Source.API, who.user && who.email ? Aim.ADDRESS : Aim.CONTACT, [:])))
  }

  private Map contact(String column, String value) {
    here.rows("select id, external_id, email, anonymous_id, properties::text as props, first_seen_at from contacts where $column = \$1".toString(), value)[0]
  }

  private List<String> live() {
    here.rows('select coalesce(external_id, email, anonymous_id) as n from contacts where merged_into is null and deleted_at is null')*.n.sort()
  }

  private Map<String, Long> owners() {
    here.rows('select kind, value, contact_id from contact_keys').collectEntries { ["$it.kind $it.value".toString(), it.contact_id] }
  }

  private List<String> names(long contact) {
    here.rows('select n.name from events e join names n on n.id = e.name where e.contact_id = $1', contact)*.name.sort()
  }

  private List<Long> runs(String journey) {
    here.rows('select r.subject from runs r join names n on n.id = r.task where n.name = $1', "journey:$journey".toString())*.subject
  }
}
