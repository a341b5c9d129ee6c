package dev.sojourn.runtime.http

import static dev.sojourn.runtime.http.HttpFixture.await

import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.util.concurrent.ExecutionException
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class ApiKeysDatabaseSpec extends Specification {
  TestDatabase test = TestDatabase.fresh()
  Vertx vertx = Vertx.vertx()
  Database database = test.open(vertx)
  ApiKeys keys = await(ApiKeys.open(database, null))

  def cleanup() {
    await(database.close())
    await(vertx.close())
    test.close()
  }

  def "a key is known by its text, which is stored nowhere"() {
    when:
    def text = await(keys.create('mine', [Scope.INGEST, Scope.READ] as Set))

    then:
    text ==~ /sk_[A-Za-z0-9_-]{43}/
    with(await(keys.verify("Bearer $text"))) {
      name() == 'mine'
      may(Scope.INGEST)
      may(Scope.READ)
      !may(Scope.JOURNEY_ADMIN)
    }
    stored('select length(hash)::text from api_keys') == ['32']
  }

  def "scope #held allows #allowed and nothing else"() {
    expect:
    Scope.values().findAll { Scope.of(held).allows(it) }*.wire() == allowed

    where:
    held            || allowed
    'ingest'        || ['ingest']
    'read'          || ['read']
    'journey-admin' || ['read', 'journey-admin']
    'ingest-public' || ['ingest-public']
    'full-admin'    || ['ingest', 'ingest-public', 'read', 'journey-admin', 'full-admin']
  }

  def "the first key is minted once, whoever starts at the same time"() {
    given:
    def otherDatabase = test.open(vertx)
    def other = await(ApiKeys.open(otherDatabase, null))

    when:
    def minted = await(Future.all((1..8).collect { it % 2 ? keys.bootstrap() : other.bootstrap() })).list()

    then:
    minted.count { it.present } == 1
    await(keys.verify('Bearer ' + minted.find { it.present }.get())).may(Scope.INGEST)
    await(other.verify('Bearer ' + minted.find { it.present }.get())).may(Scope.INGEST)
    await(keys.bootstrap()).empty

    cleanup:
    await(otherDatabase.close())
  }

  def "a key that is made sure of twice is there once, with the newest scopes"() {
    when:
    await(keys.ensure('dev', 'sk_dev', [Scope.READ] as Set))
    await(keys.ensure('dev', 'sk_dev', [Scope.FULL_ADMIN] as Set))

    then:
    stored('select array_to_string(scopes, \',\') from api_keys') == ['full-admin']
    await(keys.verify('Bearer sk_dev')).may(Scope.FULL_ADMIN)
  }

  def "what one process makes and bars, another one hears of"() {
    given:
    def elsewhere = Vertx.vertx()
    def otherDatabase = test.open(elsewhere)
    def other = await(ApiKeys.open(otherDatabase, null))
    def soon = new PollingConditions(timeout: 10)

    when:
    def text = await(keys.create('shared', [Scope.READ] as Set))

    then:
    soon.eventually {
      assert verifies(other, text)
    }

    when:
    await(keys.revoke('shared'))

    then:
    !verifies(keys, text)
    soon.eventually {
      assert !verifies(other, text)
    }

    cleanup:
    await(otherDatabase.close())
    await(elsewhere.close())
  }

  def "a flood of unknown keys asks the database next to nothing"() {
    given:
    def before = scans()

    when:
    def refused = (1..500).count { !verifies(keys, "sk_wrong_$it") }

    then:
    refused == 500
    scans() - before <= 3
  }

  def "a key of the settings may do everything, an expired one nothing"() {
    given:
    def text = await(keys.create('old', [Scope.READ] as Set))
    test.connect().withCloseable { it.createStatement().execute("update api_keys set expires_at = now() - interval '1 hour'") }
    def otherDatabase = test.open(vertx)
    def withAdmin = await(ApiKeys.open(otherDatabase, 'sk_admin'))

    expect:
    await(withAdmin.verify('Bearer sk_admin')).may(Scope.FULL_ADMIN)
    refusal(withAdmin, "Bearer $text".toString()) == 'API key expired'

    cleanup:
    await(otherDatabase.close())
  }

  def "a header that is no key is refused"() {
    expect:
    refusal(keys, header).startsWith('Unauthorized')

    where:
    header << [null, '', 'Basic abc', 'Bearer ', 'Bearer ' + 'x' * 2000]
  }

  private static boolean verifies(ApiKeys keys, String text) {
    try {
      await(keys.verify("Bearer $text")) != null
    } catch (ExecutionException e) {
      assert e.cause instanceof Refusal
      false
    }
  }

  private static String refusal(ApiKeys keys, String header) {
    try {
      await(keys.verify(header))
      null
    } catch (ExecutionException e) {
      assert e.cause.status() == 401
      e.cause.message
    }
  }

  private List<String> stored(String sql) {
    test.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery(sql)
      def found = []
      while (rows.next()) {
        found << rows.getString(1)
      }
      found
    }
  }

  /** How often the table of keys was read, as the server counts. */
  private long scans() {
    stored("select pg_stat_force_next_flush()::text")
    await(database.run('select pg_stat_force_next_flush()'))
    stored("select coalesce(seq_scan, 0) + coalesce(idx_scan, 0) from pg_stat_user_tables where relname = 'api_keys'").first() as long
  }
}
