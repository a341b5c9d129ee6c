package dev.sojourn.core.webhook

import dev.sojourn.core.replay.Json
import spock.lang.Specification

class PresetsSpec extends Specification {
  static final SENT = new Message('msg_1', 'email.sent', '2026-01-01T00:00:00.000Z',
      [emailSendId: 's1', templateKey: 'welcome', to: 'ada@example.com', userId: 'ada'])

  def "PostHog gets its capture"() {
    when:
    def asked = Presets.POSTHOG.of(SENT, 'https://unused', [apiKey: 'phc_1', host: 'https://eu.example/'])

    then:
    asked.url() == 'https://eu.example/capture/'
    Json.read(asked.body()) == [api_key: 'phc_1', event: 'email.sent', distinct_id: 'ada', timestamp: '2026-01-01T00:00:00.000Z',
        properties: SENT.data() + ['$lib': 'sojourn', '$insert_id': 'msg_1']]
    Presets.POSTHOG.of(SENT, 'x', [apiKey: 'phc_1']).url() == 'https://us.i.posthog.com/capture/'
  }

  def "Segment gets its track, with the write key as a login"() {
    when:
    def asked = Presets.SEGMENT.of(SENT, 'https://unused', [writeKey: 'wk'])

    then:
    asked.url() == 'https://api.segment.io/v1/track'
    asked.headers() == [Authorization: 'Basic ' + 'wk:'.bytes.encodeBase64()]
    Json.read(asked.body()) == [userId: 'ada', event: 'email.sent', properties: SENT.data(), timestamp: '2026-01-01T00:00:00.000Z', messageId: 'msg_1']
  }

  def "Slack gets a line in which nothing is a link or a mention"() {
    given:
    def message = new Message('msg_1', 'journey.completed', 't', [journeyName: 'Trial <!channel> & more', userId: '<@U1>'])

    when:
    def asked = Presets.SLACK.of(message, 'https://hooks.slack.com/services/x', [:])

    then:
    asked.url() == 'https://hooks.slack.com/services/x'
    Json.read(asked.body()) == [text: 'journey.completed: &lt;@U1&gt; · Trial &lt;!channel&gt; &amp; more']
  }
}
