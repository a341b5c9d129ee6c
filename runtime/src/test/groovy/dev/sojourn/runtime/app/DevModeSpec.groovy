package dev.sojourn.runtime.app

import static dev.sojourn.runtime.app.Patience.until

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import picocli.CommandLine
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir

/** `sojourn dev` as an author uses it, from the first start to the end, in one home with its own database. */
@Stepwise
class DevModeSpec extends Specification {
  @TempDir
  @Shared
  Path directory

  @Shared
  BundleDirectory bundle

  @Shared
  @AutoCleanup
  ServiceProcess dev

  def setupSpec() {
    bundle = BundleDirectory.ofSamples(directory.resolve('bundle'))
    bundle.change('journeys/hello.groovy', '30.seconds', '2.seconds')
    // The server of a root's home runs as nobody, who must be able to come in.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString('rwxr-xr-x'))
    def home = Files.createDirectories(directory.resolve('.sojourn'))
    dev = new ServiceProcess(home, [SOJOURN_BUNDLE: bundle.path.toString()])
    dev.start('dev').ready()
  }

  def "the printed line, pasted into a shell, brings the first mail"() {
    given:
    def line = until(10) { dev.said.readLines().find { it.startsWith('curl ') } }

    expect:
    new ProcessBuilder('sh', '-c', line).start().inputStream.text.contains('"stored":true')

    and:
    until(10) { 'Hello, Ada' in Mails.subjects(dev.home) }
  }

  def "what the README says to paste is accepted too"() {
    given:
    def shell = new ProcessBuilder('sh', '-e', '-c', Readme.snippets('sh').join('\n'))
        .directory(directory.toFile()).redirectErrorStream(true).start()

    expect:
    shell.inputStream.text.contains('"stored":true')
    shell.waitFor() == 0

    and:
    until(10) { 'Hello, Grace' in Mails.subjects(dev.home, 'grace@example.com') }
  }

  def "the keys are in a file for their owner alone"() {
    given:
    def file = dev.home.resolve('dev.env')

    expect:
    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) == 'rw-------'
    Files.readAllLines(file)*.replaceAll(/=.*/, '') == ['SOJOURN_URL', 'SOJOURN_DATA_KEY', 'SOJOURN_ADMIN_KEY', 'AUTH_SECRET', 'SOJOURN_DATABASE_URL']
    Files.readAllLines(file)[0] == "SOJOURN_URL=http://localhost:${dev.port}"
  }

  def "a check against what runs needs nothing but that file"() {
    given:
    def url = new ProcessBuilder('sh', '-c', '. ./dev.env; printf %s "$SOJOURN_DATABASE_URL"').directory(dev.home.toFile()).start().inputStream.text
    def out = new StringWriter()

    expect:
    new CommandLine(new CheckCommand()).setOut(new PrintWriter(out, true)).execute(bundle.path.toString(), '--against', url) == 0
    out.toString().contains('nothing is wrong')
  }

  def "a template that is saved is in the next mail"() {
    given:
    bundle.change('templates/hello.html', 'Hello, {{name}}', 'Good day, {{name}}')

    when:
    def people = []
    until(20) {
      def id = "eve${people.size()}".toString()
      people << id
      dev.post(signedUp(id))
      until(10) { Mails.subjects(dev.home, "$id@example.com").any { it.contains(', ') } }
      'Good day, Eve' in Mails.subjects(dev.home, "$id@example.com")
    }

    then:
    people
  }

  def "a second one in the same home says who has it"() {
    given:
    def second = new ServiceProcess(dev.home, [SOJOURN_BUNDLE: bundle.path.toString()], 'second')

    expect:
    second.start('dev').ended() == 1
    second.said.contains("another sojourn dev runs in '${dev.home}'")

    cleanup:
    second.close()
  }

  def "a port that somebody has is named"() {
    given:
    def home = Files.createDirectories(directory.resolve('elsewhere'))
    def second = new ServiceProcess(home,
        [SOJOURN_BUNDLE: bundle.path.toString(), PORT: dev.port.toString()])

    expect:
    second.start('dev').ended() == 1
    second.said.contains("PORT: '${dev.port}' is taken by another process")

    cleanup:
    second.close()
  }

  def "kill -9 during a sleep loses nothing and doubles nothing"() {
    given:
    dev.post(signedUp('kim'))
    until(10) { state('kim').with { it?.status == 'waiting' && it.dueAt } }
    assert Mails.subjects(dev.home, 'kim@example.com') == ['Good day, Kim']

    when:
    dev.kill()
    dev.start('dev').ready()

    then:
    until(20) { state('kim').status == 'completed' }
    Mails.subjects(dev.home, 'kim@example.com') == ['Good day, Kim', 'Still here, Kim?']
  }

  def "being told to end in the middle of work, it ends in order, and its database with it"() {
    given:
    assert servers()
    ('a'..'t').each { dev.post(signedUp("lea$it")) }

    expect:
    dev.stop() == 0
    servers().empty
  }

  private static Map signedUp(String id) {
    def name = id.capitalize().replaceAll(/\d/, '')
    [name: 'user.signed_up', userId: id, email: "$id@example.com".toString(), contactProperties: [firstName: name]]
  }

  private Map state(String id) {
    def states = dev.get("/v1/admin/journeys/hello/states?userId=$id").states
    states ? states[0] : null
  }

  /** The processes of the home's PostgreSQL. */
  private List<ProcessHandle> servers() {
    ProcessHandle.allProcesses().filter {
      def command = it.info().commandLine().orElse('')
      command.contains('bin/postgres') && command.contains(dev.home.toString())
    }.toList()
  }
}
