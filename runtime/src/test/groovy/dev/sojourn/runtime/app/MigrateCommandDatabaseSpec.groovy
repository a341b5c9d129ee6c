package dev.sojourn.runtime.app

import dev.sojourn.runtime.config.AppConfig
import dev.sojourn.runtime.config.BadSettings
import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.SchemaBehind
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import picocli.CommandLine
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Migrations as an operator runs them. */
class MigrateCommandDatabaseSpec extends Specification {
  static final MAIN = Main.line(new Lifetime())

  @TempDir Path bundle
  @AutoCleanup TestDatabase database
  StringWriter out = new StringWriter()
  StringWriter err = new StringWriter()

  def "changes of the engine come before those of the operator, and a second run has none to make"() {
    given:
    database = TestDatabase.empty()
    change('create view mine as select id from contacts;')

    when:
    def codes = (1..2).collect { migrate() }

    then:
    codes == [0, 0]
    with(out.toString().readLines()) {
      it[0] ==~ /engine: [1-9]\d* changes made/
      it.drop(1) == ['client: 1 changes made', 'engine: 0 changes made', 'client: 0 changes made']
    }
  }

  def "a change that fails leaves nothing, ends each run by its name until it is mended, and is made then"() {
    given:
    database = TestDatabase.fresh()
    change('create table mine(id int); select 1/0;')

    when:
    def codes = (1..2).collect { migrate() }

    then:
    codes == [1, 1]
    err.toString().readLines().every { it.startsWith("sojourn: the 'client' schema was not migrated") && it.contains('mine') && it.contains('division by zero') }
    !there()

    when:
    change('create table mine(id int);')

    then:
    migrate() == 0
    out.toString().readLines().last() == 'client: 1 changes made'
    there()
  }

  def "a change without a transaction that breaks off is not made again until somebody says that it is #became"() {
    given:
    database = TestDatabase.fresh()
    change('create table mine(id int); select 1/0;', 'runInTransaction:false')

    expect: 'the first half stays, and nothing is done over it'
    migrate() == 1
    there()
    2.times { assert migrate() == 1 }
    err.toString().readLines().drop(1).every { it.contains("'mine' broke off half done") && it.contains("'sojourn migrate repair --mark-$became mine'") }

    and: 'what did not break off cannot be repaired'
    migrate('repair', "--mark-$became", 'other') == 1
    migrate('repair') == 2

    when:
    if (became == 'reverted') {
      sql('drop table mine')
      change('create table mine(id int);', 'runInTransaction:false')
    }
    def code = migrate('repair', "--mark-$became", 'mine')

    then:
    code == 0
    (1..2).collect { migrate() } == [0, 0]
    out.toString().readLines() == ["mine is marked as $became", 'engine: 0 changes made', "client: $made changes made", 'engine: 0 changes made', 'client: 0 changes made']*.toString()
    there()

    where:
    became     || made
    'applied'  || 0
    'reverted' || 1
  }

  def "a process that was killed in a change without a transaction has left word of it"() {
    given:
    database = TestDatabase.fresh()
    change('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database();', 'runInTransaction:false')

    expect:
    (1..2).collect { migrate() } == [1, 1]
    err.toString().readLines().last().contains("'mine' broke off half done")
  }

  def "a schema that is behind is told in one line, and the exit code is no success"() {
    expect:
    MAIN.executionExceptionHandler.handleExecutionException(new SchemaBehind(['0001-runs']), line(), null) == 1
    err.toString() == "sojourn: the schema lacks 1 change (0001-runs); run 'sojourn migrate' first\n"
  }

  def "settings that are missing are all named, and the exit code is no success"() {
    when:
    AppConfig.from(Mode.API, [SOJOURN_ENV: 'production', EMAIL_PROVIDER: 'log', EMAIL_FROM: 'a@b.co', API_PUBLIC_URL: 'https://run.example.com'])

    then:
    def bad = thrown(BadSettings)
    MAIN.executionExceptionHandler.handleExecutionException(bad, line(), null) == 2
    err.toString().readLines()*.trim() == ['sojourn: these settings cannot be used:', 'DATABASE_URL: is not set', 'AUTH_SECRET: is not set']
  }

  private int migrate(String... words) {
    line().execute(words)
  }

  private CommandLine line() {
    new CommandLine(new MigrateCommand([DATABASE_URL: database?.url, SOJOURN_BUNDLE: bundle.toString()]))
        .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).setExecutionExceptionHandler(MAIN.executionExceptionHandler)
  }

  private void change(String sql, String how = '') {
    def folder = Files.createDirectories(bundle.resolve('changelog'))
    Files.writeString(folder.resolve('mine.sql'), "--liquibase formatted sql\n--changeset me:mine $how\n$sql\n")
    Files.writeString(folder.resolve('client.xml'), '''\
      <?xml version="1.0" encoding="UTF-8"?>
      <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        <include file="mine.sql" relativeToChangelogFile="true"/>
      </databaseChangeLog>'''.stripIndent())
  }

  private boolean there() {
    database.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery("select to_regclass('mine') is not null")
      rows.next() && rows.getBoolean(1)
    }
  }

  private void sql(String text) {
    database.connect().withCloseable { it.createStatement().execute(text) }
  }
}
