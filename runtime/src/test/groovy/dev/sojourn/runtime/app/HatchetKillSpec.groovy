package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.runtime.config.AppConfig
import dev.sojourn.runtime.config.Mode
import dev.sojourn.runtime.database.TestDatabase
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/**
 * An api, and two workers that are processes of their own, on the fake engine, or on the real one that
 * {@code HATCHET_CLIENT_TOKEN} names; workers are killed with kill -9.
 */
class HatchetKillSpec extends Specification {
  @TempDir
  Path directory

  def smtp = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  Hatchet hatchet = new Hatchet()

  @AutoCleanup
  RunningApp api

  private final List<ServiceProcess> processes = []

  def setup() {
    smtp.start()
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.journey('sleeps', 'spec.slept', "sleepFor 15.seconds\n    sendEmail 'slept'")
    bundle.journey('rests', 'spec.rested', "sleepFor 4.seconds\n    sendEmail 'rested'")
    ['slept', 'rested'].each { bundle.template(it) }
    api = new RunningApp(bundle.path, Files.createDirectories(directory.resolve('api')), database.url, hatchet.environment, Mode.API)
    deploy(bundle)
    api.start()
  }

  private void deploy(BundleDirectory bundle) {
    def vertx = Vertx.vertx()
    def config = AppConfig.from(Mode.MIGRATE, [DATABASE_URL: database.url, SOJOURN_BUNDLE: bundle.path.toString()])
    def failed = new Deploy(vertx, config, new PrintWriter(System.out)).run().toCompletionStage().toCompletableFuture().get()
    vertx.close()
    assert failed == 0
  }

  def cleanup() {
    processes.each { it.close() }
    smtp.stop()
  }

  def "workers that are killed while runs wait in Hatchet or in memory cost no mail and double none"() {
    given:
    def (first, second) = ['first', 'second'].collect { process(it).start('worker') }
    [first, second]*.ready()

    when:
    ('a'..'e').each { api.post([name: 'spec.slept', userId: it, email: "$it@example.com".toString()], "slept-$it") }
    until(40) { parked() == 5 }
    first.kill()
    ('a'..'e').each { api.post([name: 'spec.rested', userId: it, email: "$it@example.com".toString()], "rested-$it") }
    until(60) { rows("select 1 from runs where segment = 1") || mails() > 0 }
    second.kill()
    process('third').start('worker').ready()
    hatchet.passHalfMinute()

    then:
    until(120) { mails() == 10 }
    smtp.receivedMessages*.subject.countBy { it } == [slept: 5, rested: 5]
    until(20) { rows('select 1 from runs').empty }
  }

  private int mails() {
    smtp.receivedMessages.length
  }

  private int parked() {
    rows('select 1 from runs where hatchet_park is not null').size()
  }

  private List rows(String sql) {
    database.connect().withCloseable { connection ->
      def found = connection.createStatement().executeQuery(sql)
      def all = []
      while (found.next()) {
        all << found.getObject(1)
      }
      all
    }
  }

  private ServiceProcess process(String name) {
    def made = new ServiceProcess(Files.createDirectories(directory.resolve(name)), [
        DATABASE_URL: database.url, SOJOURN_BUNDLE: directory.resolve('bundle').toString(),
        SMTP_URL: "smtp://127.0.0.1:${smtp.smtp.port}".toString(), EMAIL_FROM: 'hello@example.com'] + hatchet.environment, name)
    processes << made
    made
  }

  /** The engine that is there. */
  private static class Hatchet implements AutoCloseable {
    private final FakeHatchet fake = System.getenv('HATCHET_CLIENT_TOKEN') ? null : FakeHatchet.open()

    Map<String, String> getEnvironment() {
      fake ? fake.environment() : System.getenv().findAll { it.key.startsWith('HATCHET_CLIENT_') } +
          [HATCHET_CLIENT_NAMESPACE: "kill${ProcessHandle.current().pid()}".toString()]
    }

    /** The time after which a run goes to another worker; for that of a real engine one has to wait. */
    void passHalfMinute() {
      fake?.move(Duration.ofSeconds(31))
    }

    @Override
    void close() {
      fake?.close()
    }
  }
}
