package dev.sojourn.core.replay

import dev.sojourn.core.condition.Conditions
import spock.lang.Specification

class ContactChangeSpec extends Specification {

  def "what is said and stored already is not told: #stored"() {
    expect:
    ContactChange.told([x: stored, y: 1], [x: said]) == [:]

    where:
    stored               | said
    'pro'                | 'pro'
    1                    | 1.0
    1.50                 | 1.5d
    10L**3               | new BigDecimal('1E+3')
    null                 | null
    true                 | true
    [a: [1, null], b: 2] | [b: 2.0, a: [1L, null]]
    []                   | []
  }

  def "what changes is told with its new value: from #stored to #said"() {
    expect:
    ContactChange.told([x: stored, y: 1], [x: said, y: 1]) == [x: said] + more

    where:
    stored         | said      || more
    'free'         | 'pro'     || [:]
    '1'            | 1         || [:]
    1              | true      || [:]
    null           | ''        || [:]
    'pro'          | null      || ['x.deleted': true]
    [1]            | null      || ['x.deleted': true]
    [1]            | [1, 2]    || ['x.changed': true]
    [1, 2]         | [2, 1]    || ['x.changed': true]
    [a: 1, b: 2]   | [a: 1]    || ['x.changed': true]
    [a: 1]         | [b: null] || ['x.changed': true]
    [a: 1]         | 'text'    || [:]
  }

  def "a property that is not said is not told"() {
    expect:
    ContactChange.told([plan: 'free', seats: 3], [plan: 'pro']) == [plan: 'pro']
    ContactChange.told([:], [:]) == [:]
  }

  def "a wait for a property knows its change, and no other, in what a run may see of the event"() {
    given:
    def told = Scalars.of(ContactChange.told([plan: 'pro', tags: [1], gone: 'x'], said))

    expect:
    ['plan', 'tags', 'gone', 'other'].findAll { Conditions.holds(ContactChange.of(it), told) } == known

    where:
    said                                   || known
    [plan: 'max']                          || ['plan']
    [plan: '']                             || ['plan']
    [gone: null]                           || ['gone']
    [tags: [1, 2]]                         || ['tags']
    [plan: 'pro', tags: [1]]               || []
    [plan: 'x', tags: [2], gone: null]     || ['plan', 'tags', 'gone']
  }
}
