package dev.sojourn.runtime.database

import dev.sojourn.runtime.config.DatabaseConfig
import dev.sojourn.runtime.config.DatabaseUrl
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class MigrationsDatabaseSpec extends Specification {
  @Shared Vertx vertx = Vertx.vertx()
  @AutoCleanup TestDatabase database = TestDatabase.empty()
  @TempDir Path bundle

  def cleanupSpec() {
    await(vertx.close())
  }

  def "an empty database gets every change, and a second run makes none"() {
    expect:
    migrate().engine >= 8
    migrate() == [engine: 0]
  }

  /** What hangs on a row of another table, and what is the installation's. */
  static final OF_NO_TENANT = ['active_sets', 'date_sweeps', 'identity_changes', 'import_rows', 'installation', 'journal', 'names', 'nodes',
                               'operator_sessions', 'password_resets', 'provider_events', 'script_versions', 'send_files', 'subscriptions']

  def "every table that holds something of a customer has a tenant, which is that of the house unless it is said"() {
    given:
    migrate()

    expect:
    rows("""
        select t.table_name from information_schema.tables t
        where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and t.table_name not like 'databasechangelog%'
          and not exists (select from information_schema.columns c
            where c.table_name = t.table_name and c.column_name = 'tenant' and c.is_nullable = 'NO' and c.column_default = '0')
        order by 1""") == OF_NO_TENANT
  }

  def "two runs at once make each change once"() {
    when:
    def runs = (1..2).collect { CompletableFuture.supplyAsync { migrate() } }*.get(60, TimeUnit.SECONDS)

    then:
    runs*.engine.count { it == 0 } == 1
  }

  def "a lock that a killed run left behind does not stop the next"() {
    given:
    migrate()
    sql("update databasechangeloglock_engine set locked = true, lockgranted = now(), lockedby = 'gone'")

    expect:
    migrate() == [engine: 0]
  }

  def "the operator's changes are a second track with a ledger of its own"() {
    given:
    client('create table mine(id int);')

    expect:
    migrate().client == 1
    rows('select id from databasechangelog_client') == ['mine']
    await(guard().state()).client().get().isInSync()
  }

  def "the operator's folder may have another name"() {
    given:
    client('create table mine(id int);')
    Files.move(bundle.resolve('changelog'), bundle.resolve('our-changes'))
    def folder = Optional.of(bundle.resolve('our-changes'))

    expect:
    Migrations.run(DatabaseUrl.parse(database.url), folder).client == 1
    Migrations.run(DatabaseUrl.parse(database.url), folder).client == 0
    rows('select filename from databasechangelog_client') == ['our-changes/mine.sql']
    await(new SchemaGuard(vertx, DatabaseConfig.of(database.url), folder).state()).client().get().isInSync()
  }

  def "services refuse an empty database and name what is pending"() {
    when:
    await(guard().require(Duration.ZERO))

    then:
    def refusal = thrown(SchemaBehind)
    refusal.pending().contains('0001-runs')
    refusal.message.contains('0001-runs')
    refusal.message.contains("run 'sojourn migrate' first")
  }

  def "a migrated database passes, with or without the note of the last run"() {
    given:
    migrate()

    when:
    if (!noted) sql("delete from installation where name = 'schema.engine'")
    def state = await(guard().require(Duration.ZERO)).engine()

    then:
    state.pending() == []
    state.unknown() == []
    state.applied() == state.required()
    state.required().get() ==~ /\d{4}-[a-z-]+/

    where:
    noted << [true, false]
  }

  def "a missing change and a change with another checksum are pending, an unknown one is not"() {
    given:
    migrate()
    sql("delete from databasechangelog_engine where id = '0001-keys'")
    sql("update databasechangelog_engine set md5sum = '9:0' where id = '0001-sends'")
    sql("insert into databasechangelog_engine select 'later', author, filename, dateexecuted, 99, exectype, '9:1' " +
        "from databasechangelog_engine where id = '0001-runs'")

    when:
    def state = await(guard().state()).engine()

    then:
    state.pending() as Set == ['0001-keys', '0001-sends'] as Set
    state.unknown() == ['later']
  }

  def "a worker that waits goes on once the schema is there"() {
    given:
    def waiting = guard().require(Duration.ofSeconds(30))

    when:
    migrate()

    then:
    await(waiting).engine().isInSync()
  }

  private Map<String, Integer> migrate() {
    Migrations.run(DatabaseUrl.parse(database.url), Optional.of(bundle.resolve('changelog')))
  }

  private SchemaGuard guard() {
    new SchemaGuard(vertx, DatabaseConfig.of(database.url), Optional.of(bundle.resolve('changelog')))
  }

  private void client(String change) {
    Files.createDirectories(bundle.resolve('changelog'))
    Files.writeString(bundle.resolve('changelog/mine.sql'), "--liquibase formatted sql\n--changeset me:mine\n$change\n")
    Files.writeString(bundle.resolve('changelog/client.xml'), '''\
      <?xml version="1.0" encoding="UTF-8"?>
      <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        <include file="mine.sql" relativeToChangelogFile="true"/>
      </databaseChangeLog>'''.stripIndent())
  }

  private void sql(String text) {
    database.connect().withCloseable { it.createStatement().execute(text) }
  }

  private List<String> rows(String query) {
    database.connect().withCloseable { connection ->
      def found = connection.createStatement().executeQuery(query)
      def values = []
      while (found.next()) values << found.getString(1)
      values
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS)
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.cause
    }
  }
}
