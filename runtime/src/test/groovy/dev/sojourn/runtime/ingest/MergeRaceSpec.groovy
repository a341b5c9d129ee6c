package dev.sojourn.runtime.ingest

import static dev.sojourn.runtime.ingest.IngestFixture.await

import dev.sojourn.runtime.contact.Contact
import dev.sojourn.runtime.contact.IdentityKey
import dev.sojourn.runtime.contact.KeyKind
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Three processes say who people are, merge them by hand, erase some, and hand events on, all at once. */
class MergeRaceSpec extends Specification {
  static final long SEED = Long.getLong('seed', 11)
  static final int CALLS = Integer.getInteger('calls', 2_400)
  static final int PEOPLE = 40
  static final JOURNEYS = [
      told : "trigger 'contact:changed'\n  entryLimit unlimited",
      queue: "trigger 'a'\n  entryLimit unlimited\n  exitOn 'b'\n  onRepeat queue"
  ]

  @Shared @TempDir Path directory
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared List<IngestFixture> processes = []

  def setupSpec() {
    IngestFixture.bundle(directory, JOURNEYS)
    3.times { processes << new IngestFixture(test, directory, it == 0) }
    processes*.relay()
  }

  def cleanupSpec() {
    processes*.close()
  }

  def "any order of calls leaves each key on one contact, loses no event and never deadlocks"() {
    given:
    def random = new Random(SEED)

    when:
    def streams = processes.collectMany { one ->
      (1..2).collect { one.stream((1..CALLS.intdiv(6)).collect { saying(random) }, 20) }
    }
    def hands = processes.withIndex().collect { one, i -> byHand(one, new Random(SEED + i), 40) }
    def answers = streams.collectMany { await(it) }
    hands.each { await(it) }
    def receipts = answers.findAll { it instanceof Receipt }
    def refused = answers.findAll { !(it instanceof Receipt) }.countBy { it.toString() }
    def stored = receipts.count { it.stored() }

    then:
    count('select count(*) as n from contacts where merged_into is not null') > 20
    count('select count(*) as n from contacts where deleted_at is not null') > 5

    and: "what was stored is there"
    count("select count(*) as n from events e join names n on n.id = e.name where n.name in ('a', 'b')") == stored

    and: "each key leads to one who is there and has no other id than his own kind of keys says"
    none('''select 1 from contact_keys k where not exists (
        select 1 from contacts c where c.id = k.contact_id and c.merged_into is null and c.deleted_at is null)''')
    none('''select 1 from contacts c where c.merged_into is null and c.deleted_at is null and not exists (
        select 1 from contact_keys k where k.contact_id = c.id)''')
    none('''select 1 from contacts c, lateral (values (1, external_id), (2, email), (3, anonymous_id)) n(kind, value)
        where n.value is not null and not exists (select 1 from contact_keys k
          where k.kind = n.kind and k.value = n.value and k.contact_id = c.id)''')
    none('''select 1 from contacts c join contacts s on s.id = c.merged_into where s.merged_into is not null''')
    none('''select 1 from contacts c where (c.merged_into is not null or c.deleted_at is not null)
        and (coalesce(external_id, email, anonymous_id) is not null or properties <> '{}')''')

    and: "nothing belongs to who was merged, and nothing lives of who was erased"
    ['events', 'enrolments', 'queued_triggers', 'sends', 'preferences', 'decisions'].every { table ->
      none("select 1 from $table t join contacts c on c.id = t.contact_id where c.merged_into is not null and c.deleted_at is null".toString())
    }
    none('select 1 from runs r join contacts c on c.id = r.subject where c.merged_into is not null or c.deleted_at is not null')
    none('select 1 from queued_triggers q where not exists (select 1 from runs r where r.subject = q.contact_id and r.task = q.journey and r.key = q.key)')

    and: "nothing was refused or ran into a deadlock"
    refused == [:]
    deadlocks() == 0
  }

  /** Operators who merge and erase whom they find. */
  private static Future<Void> byHand(IngestFixture one, Random random, int times) {
    if (times == 0) {
      return Future.<Void>succeededFuture()
    }
    def erases = random.nextInt(3) == 0
    Future<Boolean> done = Future.all(somebody(one, random), somebody(one, random)).compose { both ->
      Optional<Contact> a = both.resultAt(0)
      Optional<Contact> b = both.resultAt(1)
      if (a.empty || b.empty) {
        return Future.succeededFuture(false)
      }
      (erases ? one.erasures.erase(a.get().id()) : one.merges.merge(a.get().id(), b.get().id())).map(true)
    }
    done.compose { found -> byHand(one, random, found ? times - 1 : times) }
  }

  private static Future<Optional<Contact>> somebody(IngestFixture one, Random random) {
    one.contacts.find(key(random, random.nextInt(PEOPLE)))
  }

  private static IdentityKey key(Random random, int person) {
    switch (random.nextInt(3)) {
      case 0: return new IdentityKey(0, KeyKind.EXTERNAL, "u$person".toString())
      case 1: return new IdentityKey(0, KeyKind.EMAIL, "p$person@example.com".toString())
      default: return new IdentityKey(0, KeyKind.ANONYMOUS, "b$person".toString())
    }
  }

  private static Map saying(Random random) {
    def person = random.nextInt(PEOPLE)
    def kinds = random.nextInt(7) + 1
    def whose = { random.nextInt(8) == 0 ? random.nextInt(PEOPLE) : person }
    def fields = [name: 'ab'[random.nextInt(2)], contact: [plan: random.nextInt(3)]]
    if (kinds & 1) {
      fields.user = "u${whose()}"
    }
    if (kinds & 2) {
      fields.email = "p${whose()}@example.com"
    }
    if (kinds & 4) {
      fields.anonymous = "b${whose()}"
    }
    if (random.nextInt(3) == 0) {
      fields.aim = fields.user && fields.email ? Aim.ADDRESS : Aim.CONTACT
    }
    fields
  }

  /** A server process tells its count for certain only when it ends. */
  private long deadlocks() {
    processes*.close()
    processes = []
    test.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery(
          'select deadlocks from pg_stat_database where datname = current_database()')
      rows.next()
      rows.getLong(1)
    }
  }

  private long count(String sql) {
    processes[0].rows(sql)[0].n
  }

  private boolean none(String sql) {
    processes[0].rows(sql) == []
  }
}
