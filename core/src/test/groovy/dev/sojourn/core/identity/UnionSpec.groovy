package dev.sojourn.core.identity

import java.time.Instant
import spock.lang.Specification

class UnionSpec extends Specification {
  static final Instant OLD = Instant.parse('2026-01-01T00:00:00Z')
  static final Instant NEW = Instant.parse('2026-02-01T00:00:00Z')

  def "of #found, with a new id #newUserId, #survivor stays, #losers go into it, and #apart are somebody else"() {
    when:
    def union = Union.of(found.collect { people[it] }, newUserId)

    then:
    nameOf(union.survivor()) == survivor
    union.losers().collect { nameOf(it) } == losers
    union.apart().collect { nameOf(it) } == apart
    union.conflict == !apart.empty

    where:
    found                   | newUserId || survivor | losers            | apart
    ['ada']                 | null      || 'ada'    | []                | []
    ['mail', 'device']      | null      || 'device' | ['mail']          | []
    ['mail', 'known']       | null      || 'known'  | ['mail']          | []
    ['ada', 'mail']         | null      || 'ada'    | ['mail']          | []
    ['ada', 'bob']          | null      || 'ada'    | []                | ['bob']
    ['bob', 'ada']          | null      || 'bob'    | []                | ['ada']
    ['ada', 'bob', 'mail']  | null      || 'ada'    | ['mail']          | ['bob']
    ['ada', 'mail', 'known'] | null     || 'ada'    | ['mail']          | ['known']
    ['ada']                 | 'new'     || 'ada'    | []                | []
    ['known']               | 'new'     || null     | []                | ['known']
    ['mail', 'known']       | 'new'     || 'mail'   | []                | ['known']
    ['ada', 'known']        | 'new'     || 'ada'    | []                | ['known']
    ['device']              | 'new'     || 'device' | []                | []
    ['mail', 'twin']        | null      || 'mail'   | ['twin']          | []
  }

  /** `known` is identified, but found by an anonymous id alone. */
  def people = [
      ada   : new Person(1, 'ada', NEW, false),
      bob   : new Person(2, 'bob', OLD, false),
      mail  : new Person(3, null, NEW, false),
      device: new Person(4, null, OLD, true),
      known : new Person(5, 'known', NEW, true),
      twin  : new Person(6, null, NEW, false)
  ]

  private String nameOf(Person person) {
    people.find { it.value == person }?.key
  }
}
