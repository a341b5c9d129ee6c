package dev.sojourn.core.replay

import spock.lang.Specification

class ScalarsSpec extends Specification {

  def "texts, numbers, booleans and nulls are kept, nested values dropped"() {
    given:
    def scalars = [a: 'x', b: 1, c: 2.5, d: true, e: null]

    expect:
    Scalars.of(scalars + [f: [1], g: [h: 1]]) == scalars
    Scalars.ofJson('{"a":"x","f":[1,{"z":[]}],"b":1,"g":{"h":{"i":1}},"c":2.5,"d":true,"e":null}') == scalars
    Scalars.ofJson(null) == [:]
    Scalars.ofJson('{}') == [:]
  }

  def "at most a hundred are kept and the rest counted"() {
    given:
    def many = (1..130).collectEntries { ["p$it".toString(), it] }

    expect:
    def scalars = Scalars.ofJson(Json.write(many))
    scalars.size() == 101
    scalars['p100'] == 100
    scalars[Scalars.TRUNCATED] == 30
    Scalars.of(many) == scalars
  }

  def "a long text is cut at 4 KB, between characters"() {
    expect:
    Scalars.of([a: 'x' * 5000])  == [a: 'x' * 4096, (Scalars.TRUNCATED): 1]
    Scalars.of([a: '€' * 2000]).a == '€' * 1365
    Scalars.of([a: 'x' + '\uD83D\uDE00' * 2000]).a == 'x' + '\uD83D\uDE00' * 1023
    Scalars.of([a: 'x' * 4096]) == [a: 'x' * 4096]
  }

  def "all of them take at most 32 KB"() {
    given:
    def scalars = Scalars.of((1..20).collectEntries { ["p$it".toString(), 'x' * 4000] })

    expect:
    scalars.size() == 9
    scalars[Scalars.TRUNCATED] == 12
    Values.bytes(scalars) < 33_000
  }

  def "a number that would choke a script is left out: #number"() {
    expect:
    Scalars.ofJson("{\"a\": $number, \"b\": 1}") == [b: 1, (Scalars.TRUNCATED): 1]

    where:
    number << ['1e999999999', '-1E-999999', '9' * 5000]
  }

  def "deep nesting costs nothing"() {
    expect:
    Scalars.ofJson('{"a":' + '[' * 100_000 + ']' * 100_000 + ',"b":1}') == [b: 1]
  }

  def "what is no JSON object is refused"() {
    when:
    Scalars.ofJson(json)

    then:
    thrown(IllegalArgumentException)

    where:
    json << ['[]', '1', '{', '']
  }
}
