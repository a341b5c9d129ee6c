package dev.sojourn.runtime.ingest

import static dev.sojourn.runtime.ingest.IngestFixture.await

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Two processes take in events about the same few people at the same time. */
class IngestRaceSpec extends Specification {
  static final long SEED = Long.getLong('seed', 7)
  static final int EVENTS = Integer.getInteger('events', 8_000)
  static final JOURNEYS = [
      first: "trigger 'a'\n  entryLimit once",
      again: "trigger 'b'\n  entryLimit unlimited\n  exitOn 'c'",
      turn : "trigger 'c'\n  entryLimit unlimited\n  exitOn 'c'"
  ]

  @Shared @TempDir Path directory
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared IngestFixture here
  @Shared IngestFixture there

  def setupSpec() {
    here = new IngestFixture(test, IngestFixture.bundle(directory, JOURNEYS))
    there = new IngestFixture(test, directory, false)
  }

  def cleanupSpec() {
    [here, there].each { it?.close() }
  }

  def "two processes with the same people deadlock never and keep every promise"() {
    given:
    def random = new Random(SEED)

    when: "a hundred people under three kinds of keys, a third of the events with keys that repeat"
    def streams = [here, here, there, there].collect { fixture ->
      fixture.stream((1..EVENTS.intdiv(4)).collect { event(random) }, 40)
    }
    def answers = streams.collectMany { await(it) }
    def receipts = answers.findAll { it instanceof Receipt }
    def stored = receipts.count { it.stored() }
    def conflicts = receipts.count { it.person().conflict() }
    def merged = count('select count(*) as n from contacts where merged_into is not null')

    then: "the case is what it is meant to be"
    [stored, receipts.size() - stored, conflicts].every { it > EVENTS / 100 }
    merged > 20

    and: "each event was taken in"
    (answers - receipts)*.toString().countBy { it } == [:]
    receipts.size() == EVENTS

    and: "what was said to be stored is stored, each key once"
    count('select count(*) as n from events') == stored
    receipts*.eventId().unique().size() == stored
    none('select event_id from event_keys group by 1 having count(*) > 1')
    none('select 1 from event_keys k where not exists (select 1 from events e where e.id = k.event_id)')

    and: "every key leads to a contact that is itself, which has a key, as have every event, run and enrolment"
    none('select 1 from contact_keys k where not exists (select 1 from contacts c where c.id = k.contact_id and c.merged_into is null)')
    none('select 1 from contacts c where c.merged_into is null and not exists (select 1 from contact_keys k where k.contact_id = c.id)')
    none('select 1 from contacts c join contacts s on s.id = c.merged_into where s.merged_into is not null')
    none('select 1 from events e where not exists (select 1 from contacts c where c.id = e.contact_id and c.merged_into is null)')
    none('select 1 from all_enrolments r where not exists (select 1 from contacts c where c.id = r.contact_id and c.merged_into is null)')

    and: "the names of a contact are among its keys"
    none('''select 1 from contacts c, lateral (values (1, external_id), (2, email), (3, anonymous_id)) n(kind, value)
        where n.value is not null and not exists (select 1 from contact_keys k
          where k.kind = n.kind and k.value = n.value and k.contact_id = c.id)''')

    and: "who enters once entered once, and nobody is twice in one journey"
    none("""select 1 from all_enrolments a join names n on n.id = a.journey where n.name = 'journey:first'
        group by a.contact_id having count(*) filter (where a.ended_at is null) <> 1
        or count(*) filter (where a.ended_at is not null and a.reason not like 'merged into contact%') > 0""")
    none("""select 1 from contacts c where exists (select 1 from events e join names n on n.id = e.name
          where n.name = 'a' and e.contact_id = c.id)
        and not exists (select 1 from all_enrolments a join names j on j.id = a.journey
          where j.name = 'journey:first' and a.contact_id = c.id)""")
    none('select 1 from all_enrolments group by event_id, journey having count(*) > 1')

    and: "every event c ended the turn before it and began another"
    none("""select 1 from contacts c where
        (select count(*) from events e join names n on n.id = e.name where n.name = 'c' and e.contact_id = c.id)
        <> (select count(*) from all_enrolments a join names j on j.id = a.journey
          where j.name = 'journey:turn' and a.contact_id = c.id)""")
    none("""select 1 from all_enrolments a join names j on j.id = a.journey where j.name = 'journey:turn'
        group by a.contact_id having count(*) filter (where a.ended_at is null) <> 1""")

    and: "nothing ran into a deadlock"
    deadlocks() == 0
  }

  private static Map event(Random random) {
    def fields = [name: 'abcd'[random.nextInt(4)]]
    def person = random.nextInt(100)
    def kinds = random.nextInt(7) + 1
    // One in twenty keys is somebody else's.
    def whose = { random.nextInt(20) == 0 ? random.nextInt(100) : person }
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
      fields.key = "k${random.nextInt(EVENTS)}"
    }
    fields
  }

  /** A server process tells its count for certain only when it ends. */
  private long deadlocks() {
    [here, there]*.close()
    here = there = null
    test.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery(
          'select deadlocks from pg_stat_database where datname = current_database()')
      rows.next()
      rows.getLong(1)
    }
  }

  private long count(String sql) {
    here.rows(sql)[0].n
  }

  private boolean none(String sql) {
    here.rows(sql) == []
  }
}
