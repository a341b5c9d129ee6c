package dev.sojourn.core.admission

import spock.lang.Specification

class KeysSpec extends Specification {

  def "the key of #value is '#key'"() {
    expect:
    Keys.text(value) == key

    where:
    value                          || key
    'order-7'                      || 'order-7'
    ' kept as it is '              || ' kept as it is '
    7                              || '7'
    7L                             || '7'
    7.0                            || '7'
    7.0d                           || '7'
    7.50                           || '7.5'
    -0.0d                          || '0'
    1e3                            || '1000'
    new BigDecimal('1E+3')         || '1000'
    new BigDecimal('1E-3')         || '0.001'
    1234567890123456789012G        || '1234567890123456789012'
    10G**18 * 10                   || '10000000000000000000'
    true                           || 'true'
    false                          || 'false'
    'x' * 200                      || 'x' * 200
  }

  def "#value yields no key"() {
    expect:
    Keys.text(value) == null

    where:
    value << [null, '', 'x' * 201, [1], [a: 1], Double.NaN, Double.POSITIVE_INFINITY,
      new BigDecimal('1E+999999999'), new BigDecimal('1E-999999999'), 10G**200]
  }

  def "a path leads into nested objects and nowhere else"() {
    given:
    def properties = [orderId: 7, order: [id: 'a', lines: [[sku: 1]]], 'order.total': 5]

    expect:
    Keys.at(properties, ['orderId', 'order.id', 'order', 'order.total', 'order.lines.sku', 'x.y']) ==
        [orderId: '7', 'order.id': 'a']
  }

  def "equal numbers have one key however they are written"() {
    expect:
    [5, 5L, 5.0, 5.00d, 5G, new BigDecimal('0.5E1'), 5.0f].collect { Keys.text(it) }.toSet() ==
        ['5'] as Set
  }
}
