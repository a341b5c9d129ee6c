package dev.sojourn.runtime.config

import dev.sojourn.core.webhook.Presets
import dev.sojourn.core.webhook.Retries
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class OutboundConfigSpec extends Specification {
  static final URL = 'postgresql://sojourn@localhost/sojourn'

  @TempDir Path bundle

  def "an empty environment has defaults"() {
    expect:
    with(config([:])) {
      delivery() == DeliveryConfig.USUAL
      delivery() == new DeliveryConfig(Duration.ofSeconds(15), new Retries(8, Duration.ofSeconds(5), Duration.ofHours(6)), Duration.ofSeconds(60), 4, 256)
      privateTargets()
      presets() == Presets.values() as Set
      posthog().empty
      sealing() == []
    }
  }

  def "every name is mapped, and no secret is shown"() {
    given:
    def config = config([
        OUTBOUND_WEBHOOK_TIMEOUT_MS: '1000', OUTBOUND_WEBHOOK_MAX_ATTEMPTS: '3', OUTBOUND_WEBHOOK_BASE_DELAY_MS: '20', OUTBOUND_WEBHOOK_MAX_DELAY_MS: '40',
        OUTBOUND_WEBHOOK_STUCK_AFTER_MS: '5000', OUTBOUND_WEBHOOK_CONCURRENCY: '7', OUTBOUND_WEBHOOK_MAX_CONCURRENCY: '70', OUTBOUND_ALLOW_PRIVATE_TARGETS: 'false',
        ENABLED_DESTINATION_PRESETS: 'slack', ENABLE_POSTHOG_DESTINATION: 'true', POSTHOG_API_KEY: 'phc_hush', POSTHOG_HOST: 'https://eu.example.com',
        AUTH_SECRET: 'hush' * 8, UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS: 'old_hush, older_hush'])

    expect:
    with(config) {
      delivery() == new DeliveryConfig(Duration.ofSeconds(1), new Retries(3, Duration.ofMillis(20), Duration.ofMillis(40)), Duration.ofSeconds(5), 7, 70)
      !privateTargets()
      presets() == [Presets.SLACK, Presets.POSTHOG] as Set
      posthog().get() == new OutboundConfig.Posthog('phc_hush', Optional.of('https://eu.example.com'))
      sealing() == ['hush' * 8, 'old_hush', 'older_hush']
    }
    !config.toString().contains('hush')
  }

  def "production reaches public targets alone"() {
    expect:
    !OutboundConfig.from(new Settings([:]), true).privateTargets()
    OutboundConfig.from(new Settings([OUTBOUND_ALLOW_PRIVATE_TARGETS: 'true']), true).privateTargets()
  }

  def "#name '#value' is refused"() {
    when:
    config([(name): value])

    then:
    def bad = thrown(BadSettings)
    bad.message.contains(name)

    where:
    name                              | value
    'OUTBOUND_WEBHOOK_TIMEOUT_MS'     | 'soon'
    'OUTBOUND_WEBHOOK_MAX_ATTEMPTS'   | '0'
    'OUTBOUND_WEBHOOK_STUCK_AFTER_MS' | '20000'
    'OUTBOUND_WEBHOOK_MAX_DELAY_MS'   | '1000'
    'ENABLED_DESTINATION_PRESETS'     | 'slack,teams'
    'ENABLE_POSTHOG_DESTINATION'      | 'maybe'
  }

  def "PostHog's host '#host' is refused at the start"() {
    when:
    config(ENABLE_POSTHOG_DESTINATION: 'true', POSTHOG_API_KEY: 'phc', POSTHOG_HOST: host)

    then:
    def bad = thrown(BadSettings)
    bad.message.contains("POSTHOG_HOST: '$host' is not a URL such as 'https://eu.i.posthog.com'")

    where:
    host << ['eu.i.posthog.com', 'ftp://eu.i.posthog.com', 'https://', 'https://eu.i.posthog.com?a', 'https:// eu']
  }

  def "PostHog may be reached through a proxy's path"() {
    expect:
    config(ENABLE_POSTHOG_DESTINATION: 'true', POSTHOG_API_KEY: 'phc', POSTHOG_HOST: 'https://example.com/ph')
        .posthog().get().host().get() == 'https://example.com/ph'
  }

  def "destinations that may be used are said as sources are: #said"() {
    expect:
    config(ENABLED_DESTINATION_PRESETS: said).presets()*.kind() as Set == kinds as Set

    where:
    said             || kinds
    '*'              || ['posthog', 'segment', 'slack']
    'none'           || ['posthog']
    ','              || ['posthog']
    ' slack, '       || ['posthog', 'slack']
    'slack,segment,' || ['posthog', 'segment', 'slack']
  }

  private OutboundConfig config(Map<String, String> environment) {
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL, SOJOURN_BUNDLE: bundle.toString()] + environment).outbound()
  }
}
