package dev.sojourn.core.webhook

import java.time.Instant
import spock.lang.Specification

class MessageSpec extends Specification {
  static final GOLDEN = '{"id":"msg_1","type":"contact.deleted","timestamp":"2026-01-01T00:00:00.000Z","data":{"id":"c1","externalId":null,"email":"a@b.co"}}'

  def "the body is the golden one, and reads back"() {
    given:
    def message = new Message('msg_1', 'contact.deleted', Message.time(Instant.parse('2026-01-01T00:00:00Z')),
        [id: 'c1', externalId: null, email: 'a@b.co'])

    expect:
    message.body() == GOLDEN
    Message.of(GOLDEN) == message
    Message.of(GOLDEN).body() == GOLDEN
  }

  def "what is no message is refused: #text"() {
    when:
    Message.of(text)

    then:
    thrown(IllegalArgumentException)

    where:
    text << ['', '[]', '{"id":"msg_1"}', '{"id":1,"type":"a","timestamp":"b","data":{}}']
  }
}
