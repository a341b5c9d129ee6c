package dev.sojourn.runtime.email

import dev.sojourn.runtime.config.DatabaseUrl
import dev.sojourn.runtime.config.SendLimits
import dev.sojourn.runtime.database.Database
import io.vertx.core.Future
import java.nio.file.Files
import java.sql.DriverManager
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong

/** What a mailer holds does not grow with what waits. */
class MailMemoryDatabaseSpec extends MailerSpecification {
  static final MB = 1 << 20

  def "twenty-four mails of 5 MB are claimed a few at a time and go out once each"() {
    given:
    def large = ordered(24, 5 * MB)
    def weighing = new Weighing(database)

    when:
    mailer(new EmailSettings('Sojourn <hello@example.com>', false), weighing)
    eventually(180) { assert count("status = 'sent'") == 24 }

    then:
    weighing.sent.keySet() == large.collect { face(it) } as Set
    weighing.sent.values().every { it == 1 }
    weighing.largest.get() >= 5 * MB
    weighing.most.get() >= 5 * MB
    weighing.most.get() <= 38 * MB
  }

  def "a claim ends before it is too large, takes one that is larger than that alone, and all in the end"() {
    given:
    def claims = []
    [3, 3, 3, 3, 20, 1, 1].each { queue(it * MB) }
    def lane = await(database.lane())

    when:
    while (true) {
      def claimed = new ClaimedSends(vertx, lane, clock, 7 * MB)
      def claim = await(claimed.claim(256))
      if (claim.empty) break
      claims << claim
      assert claimed.isFull() == (claim*.bytes().sum() >= 7 * MB)
      claimed.abandon()
    }

    then:
    claims.collect { claim -> claim.collect { it.bytes().intdiv(MB) } } == [[3, 3], [3, 3], [20], [1, 1]]
  }

  def "who holds much claims little more: what is free, or one"() {
    given:
    [3, 3, 3].each { queue(it * MB) }
    def lane = await(database.lane())
    def claimed = new ClaimedSends(vertx, lane, clock, 7 * MB)

    when:
    def first = await(claimed.claim(1))
    def second = await(claimed.claim(256))
    def third = await(claimed.claim(256))

    then:
    [first.size(), second.size(), third.size()] == [1, 1, 1]
    claimed.isFull()

    when:
    claimed.release(first + second + third)

    then:
    !claimed.isFull()

    cleanup:
    claimed.abandon()
  }

  def "small mails are claimed as many at once as ever"() {
    given:
    queuedAll((1..300).collect { contact("c$it@example.com") })
    def claimed = new ClaimedSends(vertx, await(database.lane()), clock, 32L * MB)

    expect:
    await(claimed.claim(256)).size() == 256

    cleanup:
    claimed.abandon()
  }

  def "a claim walks the due sends alone, as far as it takes them, and sorts nothing"() {
    given: 'a connection that plans as a lane does'
    def url = DatabaseUrl.parse(test.url)
    def connection = DriverManager.getConnection("${url.jdbc()}&preferQueryMode=simple", url.user(), url.password().orElse(''))
    def sql = connection.createStatement()
    ['seqscan', 'hashjoin', 'mergejoin', 'bitmapscan'].each { sql.execute("set enable_$it = off") }

    when:
    def rows = sql.executeQuery("explain (generic_plan, costs off) $MailerStore.CLAIM")
    def plan = []
    while (rows.next()) plan << rows.getString(1).replaceAll(/^[ >-]*/, '')

    then:
    plan*.replaceAll(/ (using|on) .*/, '').findAll { it ==~ /[A-Z][A-Za-z ]+/ } - 'Subquery Scan' ==
        ['Update', 'Nested Loop', 'WindowAgg', 'Limit', 'LockRows', 'Index Scan', 'Index Scan']
    plan.any { it.startsWith('Index Scan using sends_due on sends c') }
    plan.any { it.startsWith('Index Scan using sends_pkey on sends s') }

    cleanup:
    connection.close()
  }

  def "a template that grows large in rendering is written as far as there is room, and the rest later"() {
    given:
    Files.writeString(files.resolve('templates/huge.html'), '---\nsubject: Huge\n---\n<p>' + 'x' * (4 * MB) + '</p>')
    await(bundle.reload())
    def weighing = new Weighing(database)
    def made = contact('ada@example.com')
    def sends = (1..12).collect { send(made, template: 'huge') }

    when:
    await(database.transaction { tx -> this.sends.queue(tx, sends) })
    mailer(new EmailSettings('Sojourn <hello@example.com>', false), weighing)
    eventually(180) { assert count("status = 'sent'") == 12 }

    then:
    weighing.sent.keySet() == sends.collect { face(it.id()) } as Set
    weighing.sent.values().every { it == 1 }
    count('epoch > 1') > 0

    and: 'two rounds, each with what there is room for and one mail'
    weighing.largest.get() >= 8 * MB
    weighing.most.get() <= 2 * 41 * MB

    cleanup:
    Files.delete(files.resolve('templates/huge.html'))
  }

  /** Sees what its mailer holds at each mail, as the database knows it, and keeps nothing of the mails. */
  static class Weighing implements Provider {
    final Map<String, Integer> sent = new ConcurrentHashMap<>()
    final AtomicLong most = new AtomicLong()
    final AtomicLong largest = new AtomicLong()
    private final Database database

    Weighing(Database database) {
      this.database = database
    }

    @Override
    String id() {
      'weighing'
    }

    @Override
    SendLimits limits() {
      new SendLimits(64, 0)
    }

    @Override
    Future<Accepted> send(OutgoingMail mail) {
      sent.merge(mail.sendId(), 1, Integer::sum)
      largest.accumulateAndGet(mail.weight(), Math::max)
      database.run('select coalesce(sum(bytes), 0) from sends where status in (\'queued\', \'rendered\') and lease_until is not null').map { rows ->
        most.accumulateAndGet(rows.iterator().next().getLong(0), Math::max)
        new Accepted('p')
      }
    }
  }

  private List<Long> ordered(int number, int size) {
    def ids = (1..number).collect { database.ids().next() }
    await(database.run("""insert into sends(id, due_at, status, template, category, request, files, bytes)
        select u.id, now(), 'queued', 'welcome', 'transactional', '{"to": "ada@example.com", "props": {"plan": "pro"}}', 1, \$2::int4
        from unnest(\$1::int8[]) u(id)""", ids as Long[], size))
    await(database.run("""insert into send_files(send_id, number, filename, content_type, content)
        select u.id, 1, 'a.bin', 'application/octet-stream', decode(repeat('00', \$2::int4), 'hex') from unnest(\$1::int8[]) u(id)""", ids as Long[], size))
    ids
  }

  private void queue(int bytes) {
    await(database.run("""insert into sends(id, due_at, status, template, category, bytes)
        values (\$1::int8, now(), 'queued', 'welcome', 'journey', \$2::int4)""", database.ids().next(), bytes))
  }

  private long count(String where) {
    rows("select count(*) from sends where $where").first().getLong(0)
  }

  private void eventually(int seconds, Closure condition) {
    def giveUp = System.nanoTime() + seconds * 1_000_000_000L
    while (true) {
      try {
        super.eventually(condition)
        return
      } catch (AssertionError notYet) {
        if (System.nanoTime() > giveUp) throw notYet
      }
    }
  }
}
