package dev.sojourn.core.replay

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class JsonSpec extends Specification {

  def "plain values come back equal, numbers in their narrowest type: #text"() {
    expect:
    Json.read(text) == value
    Json.read(text)?.class == value?.class
    Json.read(Json.write(value)) == value

    where:
    text                     || value
    '1'                      || 1
    '2147483648'             || 2147483648L
    '9223372036854775808'    || 9223372036854775808G
    '1.50'                   || 1.50
    '1E+3'                   || 1E+3
    '"a\\u0000\\"é"'         || 'a\u0000"é'
    'true'                   || true
    'null'                   || null
  }

  def "what is read cannot be changed"() {
    when:
    change.call(Json.read('{"a": [1], "b": null}'))

    then:
    thrown(UnsupportedOperationException)

    where:
    change << [{ it.c = 1 }, { it.a << 2 }]
  }

  def "order and nulls of objects stay"() {
    expect:
    Json.write(Json.read('{"b":1,"a":null,"$t":5}')) == '{"b":1,"a":null,"$t":5}'
  }

  def "times are written as text"() {
    expect:
    Json.write([Instant.EPOCH, Duration.ofHours(2)]) == '["1970-01-01T00:00:00Z","PT2H"]'
  }

  def "no JSON is refused: #text"() {
    when:
    Json.read(text)

    then:
    thrown(IllegalArgumentException)

    where:
    text << ['', '{', '[1] 2', 'NaN', '{"a":}', '1e999999999', '[' * 600, '9' * 1500]
  }

  def "no plain value is refused"() {
    when:
    Json.write(value)

    then:
    thrown(IllegalArgumentException)

    where:
    value << [Double.NaN, [a: Float.NEGATIVE_INFINITY], new Date(), [(1): 2]]
  }

  def "a lone surrogate, which no encoding carries, is replaced"() {
    expect:
    Values.plain('a\uD83Db\uDE00') == 'a\uFFFDb\uFFFD'
    Values.plain('\uD83D\uDE00') == '\uD83D\uDE00'
  }

  def "a value in its plain form is what the journal gives back (seed #seed)"() {
    given:
    def random = new Random(seed)

    expect:
    200.times {
      def plain = Values.plain(RandomValues.any(random, 3))
      def entry = new Entry.Computed('x', plain)
      assert JournalCodec.decode(1, JournalCodec.encode([entry], []), []) == [entry]
      assert Values.plain(plain) == plain
    }

    where:
    seed << [new Random().nextLong(), 1L, 2L]
  }
}
