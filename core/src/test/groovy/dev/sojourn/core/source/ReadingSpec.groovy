package dev.sojourn.core.source

import dev.sojourn.dsl.source.Expected
import dev.sojourn.dsl.source.Expected.Type
import spock.lang.Specification

class ReadingSpec extends Specification {
  static final EXPECTED = [
      new Expected('type', Type.TEXT, false), new Expected('data.id', Type.TEXT, false), new Expected('data.age', Type.NUMBER, true),
      new Expected('data.tags.0', Type.TEXT, true), new Expected('data.on', Type.FLAG, true)
  ]

  def "a body as expected is read by paths, and what is not there is no error"() {
    when:
    def reading = Reading.of('{"type":"t","data":{"id":"1","age":7,"tags":["a","b"],"on":true,"nothing":null,"people":[{"id":"x"},{"id":"y","n":2}]}}', EXPECTED)

    then:
    reading instanceof Reading.Fit
    with(reading.payload()) {
      text('type') == 't'
      text('data.age') == '7'
      number('data.age') == 7
      number('data.id') == null
      flag('data.on')
      text('data.tags.1') == 'b'
      text('data.tags.9') == null
      text('data') == null
      text('a.b.c') == null
      !has('data.nothing')
      list('data.tags').size() == 2
      list('nowhere') == []
      first('data.people', 'id', 'y').number('n') == 2
      first('data.people', 'id', null).text('n') == null
      object('data').text('id') == '1'
      fields('data.nowhere') == [:]
      fields('data').keySet().contains('tags')
    }
  }

  def "#body is refused: #details"() {
    expect:
    Reading.of(body, EXPECTED) == new Reading.Unfit(details)

    where:
    body                               || details
    '{"type":1,"data":{"id":"1"}}'     || [type: 'is no text']
    '{"data":{"id":null,"age":"old"}}' || [type: 'is missing', 'data.id': 'is missing', 'data.age': 'is no number']
    '"text"'                           || ['': 'is no JSON object or list']
  }

  def "a body that is no JSON says so"() {
    expect:
    Reading.of(body, []).details()[''].startsWith('not JSON')

    where:
    body << ['', '{', '{} {}', 'x']
  }
}
