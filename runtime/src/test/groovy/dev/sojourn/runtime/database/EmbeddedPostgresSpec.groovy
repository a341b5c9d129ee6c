package dev.sojourn.runtime.database

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.sql.DriverManager
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class EmbeddedPostgresSpec extends Specification {
  static final Path PROGRAMS = Files.createDirectories(Path.of('target/postgres').toAbsolutePath())
  @TempDir Path home

  def setup() {
    open(home)
  }

  def "a stop and a start keep the data, the port and the login"() {
    given:
    def first = start()
    sql(first, 'create table kept as select 42 as n')
    def url = first.url()
    first.close()

    when:
    def second = start()

    then:
    second.url() == url
    value(second, 'select n from kept') == '42'
    value(second, 'show fsync') == 'on'
    value(second, 'show synchronous_commit') == 'on'

    cleanup:
    second?.close()
  }

  def "a server that is killed comes back by itself, with its data, port and login"() {
    given:
    def server = start()
    sql(server, 'create table kept as select 42 as n')
    def killed = server.pid()
    def url = server.url()

    when:
    ProcessHandle.of(killed).get().destroyForcibly()

    then:
    new PollingConditions(timeout: 30).eventually {
      assert server.pid() != killed
      assert value(server, 'select n from kept') == '42'
    }
    server.url() == url

    and: 'it is not started again once it was told to end'
    server.close()
    !ProcessHandle.of(server.pid()).map { it.alive }.orElse(false)

    cleanup:
    server?.close()
  }

  def "a pid file of a server that is no more stops nobody"() {
    given:
    def first = start()
    sql(first, 'create table kept as select 42 as n')
    first.close()
    Files.writeString(data().resolve('postmaster.pid'), '999999999\n')

    when:
    def second = start()

    then:
    value(second, 'select n from kept') == '42'

    cleanup:
    second?.close()
  }

  def "a pid file that names a stranger's process harms nobody"() {
    given:
    start().close()
    def stranger = new ProcessBuilder('sleep', '60').start()
    Files.writeString(data().resolve('postmaster.pid'), "${stranger.pid()}\n${data()}\n")

    when:
    Orphan.end(data())

    then:
    stranger.alive

    cleanup:
    stranger.destroyForcibly()
  }

  def "a pid file that names the server of another home harms nobody"() {
    given:
    start().close()
    def elsewhere = Files.createTempDirectory('elsewhere')
    open(elsewhere)
    def other = EmbeddedPostgres.start(HomeLock.take(elsewhere), Optional.of(PROGRAMS), [:])
    Files.writeString(data().resolve('postmaster.pid'), "${other.pid()}\n${data()}\n")

    when:
    Orphan.end(data())

    then:
    value(other, 'select 1') == '1'

    cleanup:
    other?.close()
    elsewhere?.toFile()?.deleteDir()
  }

  def "a server that outlived its process is stopped before the next starts"() {
    given: 'a server of this home that nobody holds'
    def first = start()
    long orphan = first.pid()
    sql(first, 'create table kept as select 42 as n')
    first.@lock.close()

    when:
    def second = start()

    then:
    second.pid() != orphan
    !ProcessHandle.of(orphan).map { it.alive }.orElse(false)
    value(second, 'select n from kept') == '42'

    cleanup:
    second?.close()
  }

  def "a second instance in the same home is refused, and the first goes on"() {
    given:
    def first = start()

    when:
    start()

    then:
    def refusal = thrown(HomeInUse)
    refusal.message.startsWith("another sojourn dev runs in '$home' (pid ${ProcessHandle.current().pid()})")
    value(first, 'select 1') == '1'

    cleanup:
    first?.close()
  }

  def "a home that cannot be made is told, and what to do"() {
    given:
    def file = Files.createTempFile('no', 'directory')

    when:
    HomeLock.take(file.resolve('home'))

    then:
    def refusal = thrown(HomeUnusable)
    refusal.message.startsWith("the home '$file/home' cannot be used (")
    refusal.message.endsWith('set SOJOURN_HOME to a directory that you may write')

    cleanup:
    Files.delete(file)
  }

  @Requires({ ServerAccount.ownUid() == 0 })
  def "what root keeps elsewhere for a private home lasts as long as the home does"() {
    given:
    def hidden = Files.createTempDirectory('hidden')
    def account = ServerAccount.current()
    def place = ServerPlace.of(hidden, account)
    Files.createFile(place.directory().resolve('kept'))

    expect:
    !place.directory().startsWith(hidden)
    ServerPlace.of(hidden, account) == place
    Files.exists(place.directory().resolve('kept'))

    when: 'the home is deleted and made anew'
    Files.delete(hidden.resolve('postgres.location'))

    then:
    ServerPlace.of(hidden, account) == place
    !Files.exists(place.directory().resolve('kept'))

    cleanup:
    ServerBinaries.delete(place.directory())
    ServerBinaries.delete(hidden)
  }

  def "a wrong password is refused, and secrets are for the owner only"() {
    given:
    def server = start()

    when:
    DriverManager.getConnection(server.url().jdbc(), 'sojourn', 'guess')

    then:
    def refusal = thrown(java.sql.SQLException)
    refusal.SQLState == '28P01'
    ['password', 'socket', 'data'].every { name ->
      Files.getPosixFilePermissions(data().resolveSibling(name)).every { "$it".startsWith('OWNER') }
    }
    !Files.exists(data().resolveSibling('initdb.password'))

    cleanup:
    server?.close()
  }

  def "a port that was taken meanwhile is replaced"() {
    given:
    def first = start()
    def port = first.url().port()
    first.close()
    def thief = new ServerSocket(port, 1, InetAddress.getByName('127.0.0.1'))

    when:
    def second = start()

    then:
    second.url().port() != port
    value(second, 'select 1') == '1'

    cleanup:
    second?.close()
    thief?.close()
  }

  def "a server that does not start says why"() {
    when:
    EmbeddedPostgres.start(HomeLock.take(home), Optional.of(PROGRAMS), [shared_buffers: 'much'])

    then:
    def failure = thrown(EmbeddedFailed)
    failure.message.contains('shared_buffers')

    and: 'the home is free again'
    start().close()
  }

  /** The server's account may differ from ours, and must get in. */
  private static void open(Path directory) {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString('rwxr-xr-x'))
  }

  private EmbeddedPostgres start() {
    EmbeddedPostgres.start(HomeLock.take(home), Optional.of(PROGRAMS), [:])
  }

  private Path data() {
    home.resolve('postgres/data')
  }

  private static void sql(EmbeddedPostgres server, String text) {
    connected(server) { it.execute(text) }
  }

  private static String value(EmbeddedPostgres server, String query) {
    connected(server) {
      def found = it.executeQuery(query)
      found.next()
      found.getString(1)
    }
  }

  private static <T> T connected(EmbeddedPostgres server, Closure<T> work) {
    def url = server.url()
    DriverManager.getConnection(url.jdbc(), url.user(), url.password().get()).withCloseable { connection ->
      connection.createStatement().withCloseable { work.call(it) }
    }
  }
}
