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
  static final int PEOPLE = 60
  static final int KILLS = 8

  @TempDir
  Path directory

  def smtp = new GreenMail(new ServerSetup(0, '127.0.0.1', ServerSetup.PROTOCOL_SMTP))

  @AutoCleanup
  ServiceProcess service

  def setup() {
    smtp.start()
    def bundle = directory.resolve('bundle')
    Files.createDirectories(bundle.resolve('journeys'))
    Files.createDirectories(bundle.resolve('templates'))
    Files.writeString(bundle.resolve('journeys/twice.groovy'), '''
      journey('twice') {
        trigger    'spec.began'
        entryLimit once

        steps {
          sendEmail 'first'
          sleepFor 1.second
          sendEmail 'second'
        }
      }
    '''.stripIndent())
    ['first', 'second'].each { key ->
      Files.writeString(bundle.resolve("templates/${key}.html"), "---\nsubject: $key\n---\n<p>$key</p>\n")
    }
  }

  def cleanup() {
    smtp.stop()
  }

  def "every contact gets each mail once, whenever the process is killed (seed #seed)"() {
    given:
    def random = new Random(seed)
    def database = TestDatabase.fresh()
    def home = Files.createDirectories(directory.resolve('home'))
    service = new ServiceProcess(home, [
        DATABASE_URL  : database.url,
        SOJOURN_BUNDLE: directory.resolve('bundle').toString(),
        SMTP_URL      : "smtp://127.0.0.1:${smtp.smtp.port}".toString(),
        EMAIL_FROM    : 'hello@example.com'])
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
    until(90) { completed(database) == PEOPLE }

    and: 'each of two mails reached each person under one Message-ID'
    def messages = smtp.receivedMessages.collect {
      [id: it.messageID, to: it.allRecipients[0].toString(), subject: it.subject]
    }
    def distinct = messages.unique(false) { it.id }
    distinct.groupBy { [it.to, it.subject] }.every { it.value.size() == 1 }
    distinct.size() == 2 * PEOPLE
    println "kill -9 x $KILLS: ${distinct.size()} distinct mails, ${messages.size() - distinct.size()} raw doubles over SMTP"

    where:
    seed << [20261127L]
  }

  private static int completed(TestDatabase database) {
    database.connect().withCloseable { connection ->
      def rows = connection.createStatement().executeQuery("select count(*) from enrolments where status = 'completed'")
      rows.next()
      rows.getInt(1)
    }
  }
}
