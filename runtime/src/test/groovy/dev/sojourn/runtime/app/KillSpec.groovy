package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A real service, killed with kill -9 again and again while it mails through a real SMTP server. */
class KillSpec extends Specification {
  static final int PEOPLE = 40
  static final int KILLS = 3
  static final int WORKER_KILLS = 3
  static final int QUEUED = 10_000

  @TempDir
  Path directory

  def smtp = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  Sight sight = new Sight(database.connect())

  @AutoCleanup
  ServiceProcess service

  @AutoCleanup
  ServiceProcess worker

  def setup() {
    smtp.start()
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.journey('twice', '''
      journey('twice') {
        trigger    'spec.began'
        entryLimit once

        steps {
          sendEmail 'first'
          sleepFor 1.second
          sendEmail 'second'
        }
      }
      ''')
    ['first', 'second'].each { bundle.template(it) }
  }

  def cleanup() {
    smtp.stop()
  }

  def "every contact gets each mail once, whenever the process is killed (seed #seed)"() {
    given:
    def random = new Random(seed)
    service = process('service')
    service.start().ready()

    when: 'people enter while the process is killed in the middle of sends and sleeps'
    def waiting = (1..PEOPLE).collect { "p$it".toString() } as LinkedList
    KILLS.times {
      def share = PEOPLE.intdiv(KILLS) + 1
      def accepted = []
      waiting.take(share).each { id ->
        if (service.post([name: 'spec.began', userId: id, email: "$id@example.com".toString()], "began-$id")) {
          accepted << id
        }
      }
      waiting.removeAll(accepted)
      until(10) { smtp.receivedMessages.length >= Math.min(random.nextInt(share * 2), accepted.size()) }
      service.kill()
      service.start().ready()
    }
    waiting.each { id ->
      assert service.post([name: 'spec.began', userId: id, email: "$id@example.com".toString()], "began-$id")
    }

    then: 'all journeys come to their end'
    until(90) { completed() == PEOPLE }

    and:
    eachMailOnce()

    where:
    seed << [20261127L]
  }

  def "an api goes on taking events while its worker is killed, and each contact gets each mail once"() {
    given:
    assert process('deploy').start('deploy').ended() == 0
    service = process('api').start('api').ready()
    worker = process('worker').start('worker')

    when: 'the worker is killed as soon as it has got on with what came in'
    def waiting = (1..PEOPLE).collect { "p$it".toString() } as LinkedList
    while (waiting) {
      def share = (1..Math.min(waiting.size(), PEOPLE.intdiv(WORKER_KILLS))).collect { waiting.poll() }
      def before = smtp.receivedMessages.length
      share.each { id ->
        assert service.post([name: 'spec.began', userId: id, email: "$id@example.com".toString()])
      }
      until(60) { smtp.receivedMessages.length > before }
      worker.kill()
      expireLeases()
      worker.start('worker')
    }

    then: 'all journeys come to their end'
    until(90) { completed() == PEOPLE }

    and:
    eachMailOnce()
    service.get('/v1/health').status == 'healthy'
  }

  def "ten thousand queued mails reach every address though the process is killed all along (seed #seed)"() {
    given:
    def random = new Random(seed)
    queueMails()
    service = process('service')

    when: 'the process is killed as soon as it has sent some more of them'
    def kills = 0
    while (sight.number(UNSENT) > 0) {
      service.start().ready()
      def goal = Math.max(0, sight.number(UNSENT) - 1000 - random.nextInt(2000))
      until(90) { sight.number(UNSENT) <= goal }
      if (goal > 0) {
        service.kill()
        kills++
        expireLeases()
      }
    }

    then: 'every address has its mail, and whoever has it twice has the same one twice'
    kills >= 4
    def mails = smtp.receivedMessages.collect { [to: it.allRecipients[0].toString(), id: it.messageID] }
    def distinct = mails.toSet()
    report(distinct.size(), mails.size() - distinct.size())
    distinct*.to.toSorted() == (1..QUEUED).collect { "m$it@example.com".toString() }.toSorted()

    where:
    seed << [20261127L]
  }

  private static final String UNSENT = "select count(*) from sends where status <> 'sent'"

  private void queueMails() {
    sight.run("""
        insert into contacts(id, email, first_seen_at, last_seen_at)
        select n, 'm' || n || '@example.com', now(), now() from generate_series(1, $QUEUED) n;
        insert into sends(id, contact_id, due_at, status, template, category, request)
        select n, n, now(), 'queued', 'first', 'journey', '{}' from generate_series(1, $QUEUED) n
        """)
  }

  private ServiceProcess process(String name) {
    new ServiceProcess(Files.createDirectories(directory.resolve('home')), [
        DATABASE_URL  : database.url,
        SOJOURN_BUNDLE: directory.resolve('bundle').toString(),
        SMTP_URL      : "smtp://127.0.0.1:${smtp.smtp.port}".toString(),
        EMAIL_FROM    : 'hello@example.com'], name)
  }

  /** Each of two mails reached each person under one Message-ID. */
  private boolean eachMailOnce() {
    def messages = smtp.receivedMessages.collect {
      [id: it.messageID, to: it.allRecipients[0].toString(), subject: it.subject]
    }
    def distinct = messages.unique(false) { it.id }
    report(distinct.size(), messages.size() - distinct.size())
    assert distinct.groupBy { [it.to, it.subject] }.every { it.value.size() == 1 }
    assert distinct.size() == 2 * PEOPLE
    true
  }

  /** SMTP knows no keys, so a kill between a mail's acceptance and our record may double it; here is how often. */
  private void report(int distinct, int doubles) {
    def file = Files.createDirectories(Path.of('target')).resolve('raw-doubles.txt').toFile()
    file << "${specificationContext.currentIteration.displayName}: $distinct mails, $doubles raw doubles over SMTP\n"
  }

  /** Brings forward what time does; nobody who holds a lease is alive. */
  private void expireLeases() {
    sight.run('update runs set lease_until = null; update sends set lease_until = null')
  }

  private long completed() {
    sight.number("select count(*) from enrolments where status = 'completed'")
  }
}
