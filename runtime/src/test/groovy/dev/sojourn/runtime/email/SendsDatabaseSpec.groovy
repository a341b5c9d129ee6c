package dev.sojourn.runtime.email

import dev.sojourn.dsl.MailHistory
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What is asked of sends about the past. */
class SendsDatabaseSpec extends Specification {
  static final Instant NOON = Instant.parse('2026-03-01T12:00:00Z')
  static final long ADA = 1
  static final long BOB = 2
  static final long NOBODY = 3

  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared Vertx vertx = Vertx.vertx()
  @Shared Database database = test.open(vertx)
  @Shared Sends sends = new Sends(database, database.clock())

  def setupSpec() {
    await(database.run("""
        insert into contacts(id, email, first_seen_at, last_seen_at)
        values (1, 'ada@x.de', now(), now()), (2, 'bob@x.de', now(), now()), (3, null, now(), now())"""))
    [
        [ADA, 'ada@x.de', 'welcome', 'journey', 'sent', -120],
        [ADA, 'ada@x.de', 'welcome', 'journey', 'opened', -60],
        [ADA, 'ada@x.de', 'news', 'news', 'bounced', -30],
        [ADA, 'ada@x.de', 'welcome', 'journey', 'failed', -20],
        [ADA, 'ada@x.de', 'welcome', 'journey', 'suppressed', -20],
        [ADA, 'ada@x.de', 'welcome', 'journey', 'cancelled', -20],
        [ADA, 'ada@x.de', 'welcome', 'journey', 'rendered', -10],
        [ADA, 'boss@x.de', 'welcome', 'journey', 'sent', -10],
        [BOB, 'ada@x.de', 'news', 'news', 'sent', -5],
        [BOB, null, 'welcome', 'journey', 'queued', null],
    ].eachWithIndex { List one, int i ->
      def went = one[4] in ['sent', 'opened', 'bounced']
      def at = one[5] == null ? null : at(one[5])
      await(database.run('''
          insert into sends(id, contact_id, due_at, to_email, template, category, status, admitted_at, sent_at)
          values ($1::int8, $2::int8, now(), $3::text, $4::text, $5::text, $6::text, $7::timestamptz, $8::timestamptz)''',
          i + 1L, one[0], one[1], one[2], one[3], one[4], at, went ? at : null))
    }
    await(database.run('update sends set opened_at = now() where id = 2'))
    await(database.run('update sends set clicked_at = now() where id in (1, 9)'))
  }

  def cleanupSpec() {
    await(database.close())
    await(vertx.close())
  }

  def "old bodies of mails that go out no more are forgotten, page by page"() {
    given:
    await(database.run("""
        insert into sends(id, due_at, template, category, status, rendered)
        select n, now(), 'old', 'journey', (array['sent', 'failed', 'rendered', 'clicked', 'sent'])[n - 100], 'x'
        from generate_series(101, 105) n"""))
    def later = Instant.parse('2025-01-02T00:00:00Z')
    def forget = { Instant before -> await(database.transaction { tx -> sends.forgetBodies(tx, before, 2) }) }

    expect:
    forget(Instant.parse('2024-01-01T00:00:00Z')) == 0
    (1..4).collect { forget(later) } == [2, 2, 0, 0]
    await(database.run("select id from sends where rendered is not null")).collect { it.getLong(0) } == [103L]

    cleanup:
    await(database.run("delete from sends where id > 100"))
  }

  def "the mails of a template that went to an address are told in the order asked"() {
    expect:
    await(sends.histories([
        new MailsOf(BOB, 'welcome'), new MailsOf(ADA, 'welcome'), new MailsOf(NOBODY, 'welcome'),
        new MailsOf(ADA, 'news'), new MailsOf(ADA, 'other'), new MailsOf(99, 'welcome')])) == [
        MailHistory.NONE, new MailHistory(true, at(-60), 2, true, false), MailHistory.NONE,
        new MailHistory(true, at(-5), 2, false, true), MailHistory.NONE, MailHistory.NONE]
  }

  def "#count mails of the category #category went to contact #contact since #since"() {
    expect:
    await(sends.counts([new MailsSince(contact, at(since), category)])) == [count]

    where:
    contact | since | category  || count
    ADA     | -500  | null      || 5
    ADA     | -60   | null      || 4
    ADA     | -59   | null      || 3
    ADA     | -500  | 'news'    || 2
    ADA     | -500  | 'journey' || 3
    ADA     | -500  | 'other'   || 0
    BOB     | -500  | null      || 0
    NOBODY  | -500  | null      || 0
  }

  def "many counts are answered in their order"() {
    expect:
    await(sends.counts([
        new MailsSince(BOB, at(-500), null), new MailsSince(ADA, at(-500), null), new MailsSince(ADA, at(-500), 'news')])) ==
        [0, 5, 2]
  }

  private static Instant at(int minutes) {
    NOON.plusSeconds(minutes * 60)
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }
}
