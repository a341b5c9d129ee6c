package dev.sojourn.runtime

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Lane
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import io.vertx.core.json.JsonArray
import io.vertx.core.json.JsonObject
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification

/** What statements read whose generic plan, made once for all values, could read all that waits. */
class PlansDatabaseSpec extends Specification {
  static final int WAITING = 20_000
  static final int ASKED = 100
  static final String NOW = '2026-03-02 09:00:00+00'
  static final String FEW = """
      insert into sends(id, contact_id, due_at, status, template, category)
      select 1000000 + n, 1, timestamptz '$NOW' + n * interval '1 minute', 'queued', 't', 'c' from generate_series(1, 50) n""".toString()

  Vertx vertx = Vertx.vertx()

  @AutoCleanup
  TestDatabase test = TestDatabase.fresh()

  Database database = test.open(vertx)

  /** A connection that plans as the hot paths do. */
  Lane lane = await(database.lane())

  def cleanup() {
    await(lane.close())
    await(database.close())
    await(vertx.close())
  }

  def "whether a mail is outranked is asked of the mails of its contact alone, by a plan made over #what"() {
    given: 'a batch of mails, one in ten of which another of its contact outranks, many of others, and many that went out'
    def fill = {
      run("""
          insert into sends(id, contact_id, due_at, status, template, category, priority)
          select n, n, timestamptz '$NOW', 'queued', 't', 'c', 0 from generate_series(1, $ASKED) n""")
      run("""
          insert into sends(id, contact_id, due_at, status, template, category, priority)
          select $ASKED + n, n * 10, timestamptz '$NOW', 'queued', 't', 'c', 5 from generate_series(1, $ASKED / 10) n""")
      run("""
          insert into sends(id, contact_id, due_at, status, template, category, priority)
          select 1000 + n, 1000 + n % 5000, timestamptz '$NOW', 'queued', 't', 'c', 9 from generate_series(1, $WAITING) n""")
      run("""
          insert into sends(id, contact_id, due_at, status, template, category, priority)
          select 100000 + n, 1 + n % $ASKED, timestamptz '$NOW', 'sent', 't', 'c', 9 from generate_series(1, $WAITING) n""")
    }
    def batch = (1..ASKED).join(',')
    def asked = "asked('{$batch}', '{$batch}', '{${([0] * ASKED).join(',')}}', '$NOW', '{$batch}')"

    when:
    steps.each { it == 'fill' ? fill() : it == 'plan' ? planned('OUTRANKED', 'email.AdmissionStore', 'int8[], int8[], int2[], timestamptz, int8[]', asked) : run(it) }
    def work = work("execute $asked")

    then:
    work.found == ASKED / 10
    work.rows < ASKED * 10
    work.buffers < ASKED * 12

    where:
    what                          | steps
    'an empty table'              | ['plan', 'fill']
    'a small one'                 | [FEW, 'analyze sends', 'plan', 'fill']
    'one that has been looked at' | ['fill', 'analyze sends', 'plan']
  }

  def "the question of the minute reads little of what waits in #store, by a plan made over #what"() {
    when:
    steps.each { it == 'fill' ? fill.each { run(it) } : it == 'plan' ? planned('OVERDUE', store, 'timestamptz', "asked('$NOW')") : run(it) }
    def work = work("execute asked('$NOW')")

    then:
    work.rows < 20
    work.buffers < 40

    where:
    [store, table, fill, what, steps] << [
      ['email.MailerStore', 'sends', ["""
          insert into sends(id, contact_id, due_at, status, template, category)
          select n, n, timestamptz '$NOW' + interval '1 hour', 'queued', 't', 'c' from generate_series(1, $WAITING) n"""]],
      ['email.MailerStore', 'sends', ["""
          insert into sends(id, contact_id, due_at, status, template, category)
          select n, n, timestamptz '$NOW', 'queued', 't', 'c' from generate_series(1, $WAITING) n"""]],
      ['email.MailerStore', 'sends', ["""
          insert into sends(id, contact_id, due_at, status, template, category)
          select n, n, timestamptz '$NOW' + n % 2 * interval '1 hour', case when n % 2 = 0 then 'sent' else 'rendered' end, 't', 'c'
          from generate_series(1, 2 * $WAITING) n"""]],
      ['email.ReportStore', 'provider_events', ["""
          insert into provider_events(id, provider, delivery_id, body, received_at, due_at, processed_at)
          select n, 'p', n::text, '', timestamptz '$NOW', timestamptz '$NOW' + n % 2 * interval '1 hour', case when n % 2 = 0 then timestamptz '$NOW' end
          from generate_series(1, 2 * $WAITING) n"""]],
      ['outbox.OutboxStore', 'outbox', ["""
          insert into outbox(id, topic, order_key, due_at, payload)
          select n, 1, n, timestamptz '$NOW', '[]' from generate_series(1, $WAITING) n"""]],
      ['ingest.ImportStore', 'import_jobs', ["""
          insert into import_jobs(id, format, status, total_rows, created_at, updated_at)
          select n, 'csv', 'completed', 1, timestamptz '$NOW', timestamptz '$NOW' from generate_series(1, $WAITING) n"""]],
      ['outbound.DeliveryStore', 'webhook_deliveries', ["""
          insert into webhook_endpoints(id, url, kind, event_types, disabled, created_at, updated_at)
          values (1, 'u', 'k', '{}', false, '$NOW', '$NOW'), (2, 'u', 'k', '{}', true, '$NOW', '$NOW')""", """
          insert into webhook_messages(id, type, body, created_at)
          select n, 't', '', timestamptz '$NOW' from generate_series(1, $WAITING) n""", """
          insert into webhook_deliveries(id, endpoint_id, message_id, due_at, created_at)
          select 2 * n + e.id, e.id, n, timestamptz '$NOW' + case when e.disabled then interval '0' else interval '1 hour' end, '$NOW'
          from webhook_endpoints e, generate_series(1, $WAITING) n"""]]
    ].collectMany { store, table, fill ->
      [['an empty table', ['plan', 'fill']], ['one that has been looked at', ['fill', "analyze $table".toString(), 'plan']]].collect { what, steps ->
        [store, table, fill, what, steps]
      }
    }
  }

  /** Makes the plan of a statement that stands in a room's store. */
  private void planned(String constant, String store, String types, String call) {
    def field = Class.forName("dev.sojourn.runtime.$store").getDeclaredField(constant)
    field.accessible = true
    def statement = constant == 'OVERDUE' ? "select exists (${field.get(null)})" : field.get(null)
    run("prepare asked($types) as $statement")
    run("execute $call")
  }

  /** What running a statement took: rows looked at, pages read, and rows found. */
  private Map<String, Long> work(String statement) {
    def explained = run("explain (analyze, buffers, timing off, format json) $statement")
    def plan = (explained.iterator().next().getValue(0) as JsonArray).getJsonObject(0).getJsonObject('Plan')
    [found: plan.getLong('Actual Rows'), rows: rows(plan), buffers: plan.getLong('Shared Hit Blocks') + plan.getLong('Shared Read Blocks')]
  }

  private static long rows(JsonObject node) {
    def each = ['Actual Rows', 'Rows Removed by Filter', 'Rows Removed by Join Filter', 'Rows Removed by Index Recheck'].sum { node.getDouble(it, 0d) }
    Math.round(each * node.getDouble('Actual Loops')) + ((node.getJsonArray('Plans')?.collect { rows(it as JsonObject) } ?: [0L]).sum() as long)
  }

  private run(String statement) {
    await(lane.run(statement))
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
