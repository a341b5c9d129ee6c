package dev.sojourn.hatchet

import spock.lang.Specification

class JsonSpec extends Specification {

  static record Order(String id, int amount) {}

  def "the same value is the same text, however its keys were put in"() {
    expect:
    Json.of([b: 1, a: [d: 2, c: 3]]) == new Json('{"a":{"c":3,"d":2},"b":1}')
    Json.of(new Order('7', 3)).text() == '{"amount":3,"id":"7"}'
  }

  def "NUL is dropped from #text, an escaped backslash is not"() {
    expect:
    new Json(text).text() == kept

    where:
    text                   || kept
    '"a\\u0000b"'          || '"ab"'
    '"a\\\\u0000b"'        || '"a\\\\u0000b"'
    '"a\\\\\\u0000b"'      || '"a\\\\b"'
    '"\\u0000\\u0000\\n"'  || '"\\n"'
  }

  def "a value is read back as a class, unknown fields aside"() {
    expect:
    new Json('{"id":"7","amount":3,"more":1}').as(Order) == new Order('7', 3)
  }

  def "fields keep every digit and their order"() {
    expect:
    new Json('{"b":1.10,"a":12345678901234567890.5,"t":"x"}').fields() ==
        [b: new Json('1.10'), a: new Json('12345678901234567890.5'), t: new Json('"x"')]
    new Json('null').fields() == [:]
    new Json('[1,"2"]').items()*.words() == ['1', '2']
    new Json('{"n":1}').items() == [new Json('{"n":1}')]
  }

  def "no text, no JSON and another shape are refused"() {
    when:
    action()

    then:
    thrown(IllegalArgumentException)

    where:
    action << [{ new Json(' ') }, { new Json('{').asMap() }, { new Json('[]').asMap() }, { new Json('"x"').as(Order) }]
  }
}
