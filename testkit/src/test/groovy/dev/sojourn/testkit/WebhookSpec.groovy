package dev.sojourn.testkit

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Journeys that webhooks let people into. */
class WebhookSpec extends Specification {
  @TempDir Path bundle

  def setup() {
    write('journeys/booked.groovy', "journey('booked') {\n  trigger 'form.answered', where { score >= 5 }\n  entryLimit once\n\n  steps {\n    checkpoint \"plan-\${contact.plan}\"\n  }\n}\n")
    write('sources/forms.groovy', '''\
source('forms') {
  match 'FORMS_SECRET'

  expects type: 'text'

  transform { payload, raw ->
    if (payload.text('type') == 'ping') {
      return null
    }
    event 'form.answered', userId: payload.text('user'), email: payload.text('email'),
        eventProperties: [score: payload.number('score')], contactProperties: [plan: payload.text('plan')]
  }
}
''')
  }

  def "a webhook is the event that its source makes, about whom it names"() {
    given:
    def test = JourneyTest.of(bundle, 'booked')

    when:
    test.webhook('forms', '{"type":"answer","user":"ada","email":"ada@example.com","plan":"pro","score":7}')

    then:
    test.status() == 'completed'
    test.label() == 'plan-pro'
    test.history() == ['form.answered']

    when:
    test.webhook('forms', '{"type":"answer","user":"bob","score":1}').webhook('forms', '{"type":"ping"}')

    then:
    test.status() == 'not entered'
    test.history() == ['form.answered']
    test.crashEverywhere().replayEverywhere()
  }

  def "a body that the source does not expect, and one about nobody, are told"() {
    when:
    JourneyTest.of(bundle, 'booked').webhook('forms', body)

    then:
    def refused = thrown(IllegalArgumentException)
    refused.message.contains(says)

    where:
    body              || says
    '{}'              || "source 'forms' does not expect this body: {type=is missing}"
    '{"type":"x"}'    || "source 'forms' names nobody in event 'form.answered'"
  }

  def "a source that is not there is told"() {
    when:
    JourneyTest.of(bundle, 'booked').webhook('other', '{}')

    then:
    def missing = thrown(IllegalStateException)
    missing.message.contains("no source 'other'")
  }

  private void write(String path, String text) {
    Files.createDirectories(bundle.resolve(path).parent)
    Files.writeString(bundle.resolve(path), text)
  }
}
