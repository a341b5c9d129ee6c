package dev.sojourn.hatchet.fake

import spock.lang.Specification

class CelSpec extends Specification {
  private static final Map NAMES = [
    input: Json.MAPPER.readTree('{"id":"x","n":3,"list":["a","b"],"deep":{"flag":true}}'),
    additional_metadata: Json.MAPPER.readTree('{"k":"v"}')
  ]

  def "'#expression' is #value"() {
    expect:
    Cel.evaluate(expression, NAMES) == value

    where:
    expression                                         || value
    "'flow:' + input.id"                               || 'flow:x'
    '"flow:" + string(input.n)'                        || 'flow:3'
    'input.n >= 3 && input.deep.flag'                  || true
    'input.n > 3 || input["id"] == "x"'                || true
    'has(input.none) ? input.none : "-"'               || '-'
    '!has(input.id)'                                   || false
    '"a" in input.list && size(input.list) == 2'       || true
    'input.id.startsWith("x") && !input.id.contains("y")' || true
    'additional_metadata.k'                            || 'v'
    '(1 + 2) - 1 == 2'                                 || true
    'has(input.none) && input.none == 1'               || false
    'input.list[1]'                                    || 'b'
  }

  def "'#expression' has no value, and holds not"() {
    when:
    Cel.evaluate(expression, NAMES)

    then:
    thrown(Cel.Failed)
    !Cel.holds(expression, NAMES)

    where:
    expression << ['input.none', 'input.id + 1', 'nobody.knows', 'input.id ==', 'unknown(1)', '#', 'input.n && true']
  }

  def "an empty expression holds"() {
    expect:
    Cel.holds('', NAMES)
  }
}
