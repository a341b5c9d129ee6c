package dev.sojourn.runtime.app

import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.hatchet.fake.FakeSettings
import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The first connection to a Hatchet that cannot be worked with: one line, and the end, within a minute. */
class HatchetFaultsSpec extends Specification {
  static final JOURNEY = "journey('hello') {\n  trigger 'user.signed_up'\n  entryLimit once\n\n  steps {\n    checkpoint 'here'\n  }\n}\n"

  @TempDir Path home
  @Shared @TempDir Path bundle
  @Shared @AutoCleanup TestDatabase database = TestDatabase.fresh()
  @Shared @AutoCleanup FakeHatchet engine = FakeHatchet.open()
  @Shared @AutoCleanup FakeHatchet old = FakeHatchet.open(FakeSettings.usual().withVersion('v0.104.6'))

  def setupSpec() {
    Files.createDirectories(bundle.resolve('templates'))
    Files.writeString(Files.createDirectories(bundle.resolve('journeys')).resolve('hello.groovy'), JOURNEY)
  }

  def "#what ends the process with one line that says '#says'"() {
    given:
    def settings = [DATABASE_URL: database.url, SOJOURN_BUNDLE: bundle.toString()] + engine.environment() + wrong(this)
    def service = new ServiceProcess(home, settings).start('all')

    when:
    def code = service.ended()
    def lines = service.said.readLines().findAll { it.startsWith('sojourn: ') }

    then:
    code == 1
    lines.size() == 1
    lines[0].contains(says)
    !service.said.contains(engine.token())
    !service.said.contains('\tat ')

    cleanup:
    service?.close()

    where:
    what                     | wrong                                                              || says
    'a token of no use'      | { [HATCHET_CLIENT_TOKEN: it.engine.token() + 'x'] }                || 'HATCHET_CLIENT_TOKEN'
    'the wrong TLS strategy' | { [HATCHET_CLIENT_TLS_STRATEGY: 'tls'] }                           || "set it to 'none'"
    'an unreachable host'    | { [HATCHET_CLIENT_HOST_PORT: '127.0.0.1:1', HATCHET_CONNECT_TIMEOUT: '2s'] } || '127.0.0.1:1'
    'an engine too old'      | { it.old.environment() }                                           || 'it is v0.104.6'
  }

  def "a setting alone that is wrong is told with all others, and nothing is started"() {
    given:
    def service = new ServiceProcess(home, [DATABASE_URL: database.url, SOJOURN_BUNDLE: bundle.toString(), HATCHET_CLIENT_TOKEN: 'none',
                                            HATCHET_CLIENT_TLS_STRATEGY: 'some', DATABASE_POOL_MAX: 'many']).start('worker')

    expect:
    service.ended() == 2
    ['HATCHET_CLIENT_TOKEN', 'HATCHET_CLIENT_TLS_STRATEGY', 'DATABASE_POOL_MAX'].every { service.said.contains(it) }

    cleanup:
    service?.close()
  }
}
