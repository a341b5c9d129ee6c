package dev.sojourn.runtime.audit

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.Ids
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Duration
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class AuditLogDatabaseSpec extends Specification {
  static final ALL = new AuditFilter(null, null, null, null, null, null)
  static final NOON = Instant.parse('2026-03-01T12:00:00Z')

  TestDatabase test = TestDatabase.fresh()
  Vertx vertx = Vertx.vertx()
  Database database = test.open(vertx)
  AuditLog log = new AuditLog(vertx, database)

  def cleanup() {
    await(database.close())
    await(vertx.close())
    test.close()
  }

  private static AuditEntry entry(String actor, int status = 200, Instant at = NOON, String id = null) {
    new AuditEntry(actor, null, 'contacts.patch', 'contacts', id, ['email'], '/v1/admin/contacts/x', status, '192.0.2.1', at)
  }

  private List<String> actors() {
    await(log.page(ALL, 100, 0)).items()*.entry()*.actor()
  }

  def "what waits is written when the log is closed, in its order, all of it"() {
    when:
    1_200.times { log.note(entry("a$it".toString())) }
    await(log.close())

    then:
    await(log.page(ALL, 1, 0)).total() == 1_200
    actors() == (1_199..1_100).collect { "a$it".toString() }
    await(log.page(ALL, 1, 0)).items()[0].entry() == entry('a1199')
  }

  def "what the database does not take is kept until it does"() {
    given:
    await(database.run('alter table audit_logs rename to elsewhere'))

    when:
    log.note(entry('first'))
    log.note(entry('second'))
    await(database.run('select pg_sleep(0.4)'))
    await(database.run('alter table elsewhere rename to audit_logs'))

    then:
    new PollingConditions(timeout: 10).eventually {
      assert actors() == ['second', 'first']
    }
  }

  def "a span of time is a range of ids, in whole and in pages, however far it goes"() {
    given:
    def now = Instant.now()
    def day = Duration.ofDays(1)
    def long1 = [now - Duration.ofDays(2), now - day, now].collect { Ids.lastOf(it) }
    await(database.run('insert into audit_logs(id, actor, action, resource, path, status, ip, created_at) ' +
        "select u.id, 'a' || u.n, 'x', 'x', '/', 200, null, u.at from unnest(\$1::int8[], \$2::timestamptz[]) with ordinality u(id, at, n)",
        long1 as Long[], [now - Duration.ofDays(2) - Duration.ofMinutes(1), now - day, now] as Instant[]))
    def found = { Instant from, Instant until, Long before = null ->
      def page = await(log.page(new AuditFilter(null, null, null, from, until, before), 10, 0))
      [page.items()*.entry()*.actor(), page.total()]
    }

    expect:
    found(null, null) == [['a3', 'a2', 'a1'], 3L]
    found(now - Duration.ofDays(2), null) == [['a3', 'a2'], 2L]
    found(now - Duration.ofDays(3), now - day) == [['a1'], 1L]
    found(now - day, now, long1[2]) == [['a2'], 1L]
    found(null, null, long1[1]) == [['a1'], 3L]
    found(Instant.parse('1900-01-01T00:00:00Z'), Instant.parse('9999-01-01T00:00:00Z'))[1] == 3
    found(Instant.parse('2090-01-01T00:00:00Z'), null)[1] == 0
    found(null, Instant.parse('2000-01-01T00:00:00Z'))[1] == 0

    when:
    def plan = await(database.run('explain ' + AuditStore.PAGE.replaceAll(/\$[1-5]::/, 'null::').replace('$6', '1').replace('$7', '2').replace('$8', '10').replace('$9', '0')))*.getString(0)

    then:
    plan.any { it.contains('Index Scan Backward using audit_logs_pkey') }
    plan.any { it =~ /Index Cond: .*id >/ }
  }

  def "what cannot be stored in a text is left out of it"() {
    when:
    log.note(entry('a\u0000b', 200, NOON, 'x\ud800y'))
    await(log.close())

    then:
    actors() == ['ab']
  }

  def "of what nobody known was refused, sixty a minute are noted"() {
    when:
    100.times { log.note(entry(AuditEntry.NOBODY, 401)) }
    5.times { log.note(entry(AuditEntry.NOBODY, 401, NOON + Duration.ofMinutes(1))) }
    log.note(entry('key', 403))
    await(log.close())

    then:
    await(log.page(ALL, 1, 0)).total() == 66
  }

  def "old entries are forgotten, a little at a time"() {
    given:
    3.times { log.note(entry('old')) }
    await(log.close())

    expect:
    await(database.transaction { tx -> log.forget(tx, Instant.now() - Duration.ofDays(1), 2) }) == 0
    await(database.transaction { tx -> log.forget(tx, Instant.now() + Duration.ofDays(1), 2) }) == 2
    actors() == ['old']
  }

  static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
