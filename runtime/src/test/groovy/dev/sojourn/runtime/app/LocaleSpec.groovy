package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.LocalTime
import java.time.ZoneOffset
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Where the machine stands, and what its people speak, changes nothing. */
class LocaleSpec extends Specification {
  @TempDir
  Path directory

  @AutoCleanup
  TestDatabase database = TestDatabase.fresh()

  @AutoCleanup
  ServiceProcess service

  def "a process that is started in Turkish and in Kolkata runs in no language and in UTC"() {
    given:
    def bundle = new BundleDirectory(directory.resolve('bundle'))
    bundle.write('templates/loud.html', "---\nsubject: '{{word}}'\n---\n<p>{{word}}</p>\n")
    bundle.journey('loud', 'spec.began', "sendEmail 'loud', props: [word: 'mail'.toUpperCase()]")
    service = new ServiceProcess(Files.createDirectories(directory.resolve('home')), [
        JAVA_TOOL_OPTIONS: '-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kolkata',
        DATABASE_URL     : database.url,
        SOJOURN_BUNDLE   : bundle.path.toString()])
    service.start().ready()

    when: 'a script asks for upper case, which is another one in Turkish'
    service.post(name: 'spec.began', userId: 'ada', email: 'ada@example.com')

    then:
    until(10) { Mails.subjects(service.home) } == ['MAIL']

    and: 'a log line says the time, which is half an hour off in Kolkata'
    def told = (service.said =~ /(?m)^(\d\d:\d\d:\d\d)\.\d{3} INFO/)[0][1]
    minutesApart(LocalTime.parse(told), LocalTime.now(ZoneOffset.UTC)) < 15
  }

  private static long minutesApart(LocalTime one, LocalTime other) {
    def apart = Duration.between(one, other).abs().toMinutes()
    Math.min(apart, 24 * 60 - apart)
  }
}
