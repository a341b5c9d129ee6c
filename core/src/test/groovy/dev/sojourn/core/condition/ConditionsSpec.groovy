package dev.sojourn.core.condition

import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.Condition.And
import dev.sojourn.dsl.definition.Condition.Email
import dev.sojourn.dsl.definition.Condition.EmailCheck
import dev.sojourn.dsl.definition.Condition.Event
import dev.sojourn.dsl.definition.Condition.EventCheck
import dev.sojourn.dsl.definition.Condition.Not
import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.Condition.Or
import dev.sojourn.dsl.definition.Condition.Property
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

import static dev.sojourn.dsl.definition.Condition.Operator.CONTAINS
import static dev.sojourn.dsl.definition.Condition.Operator.EQ
import static dev.sojourn.dsl.definition.Condition.Operator.EXISTS
import static dev.sojourn.dsl.definition.Condition.Operator.GT
import static dev.sojourn.dsl.definition.Condition.Operator.GTE
import static dev.sojourn.dsl.definition.Condition.Operator.LT
import static dev.sojourn.dsl.definition.Condition.Operator.LTE
import static dev.sojourn.dsl.definition.Condition.Operator.NEQ
import static dev.sojourn.dsl.definition.Condition.Operator.NOT_EXISTS

class ConditionsSpec extends Specification {

  static final MISSING = new Object()

  def "#actual #operator #value is #expected"() {
    given:
    def properties = actual.is(MISSING) ? [:] : [p: actual]

    expect:
    Conditions.hold([new Property('p', operator, value)], properties) == expected

    where:
    actual                     | operator   | value                   || expected
    5                          | EQ         | 5                       || true
    '5'                        | EQ         | 5                       || false
    5                          | EQ         | '5'                     || false
    true                       | EQ         | 'true'                  || false
    true                       | EQ         | true                    || true
    'a'                        | EQ         | 'a'                     || true
    'a'                        | EQ         | 'A'                     || false
    MISSING                    | EQ         | 'x'                     || false
    null                       | EQ         | 'x'                     || false
    ['a']                      | EQ         | 'a'                     || false
    Double.NaN                 | EQ         | Double.NaN              || false
    Double.NaN                 | NEQ        | Double.NaN              || true
    1.0                        | EQ         | 1                       || true
    1.0d                       | EQ         | 1L                      || true
    new BigDecimal('1.00')     | EQ         | 1                       || true
    9007199254740993L          | EQ         | 9007199254740992.0d     || false
    10G**30                    | EQ         | new BigDecimal('1E+30') || true
    0.1d                       | EQ         | 0.1                     || true
    MISSING                    | NEQ        | 'x'                     || true
    null                       | NEQ        | 'x'                     || true
    '5'                        | NEQ        | 5                       || true
    5                          | NEQ        | 5.0                     || false
    '10'                       | GT         | 5                       || false
    10                         | GT         | '5'                     || false
    10                         | GT         | 5                       || true
    10                         | GTE        | 10                      || true
    10                         | GT         | 10                      || false
    9                          | LT         | 9.5                     || true
    10                         | LTE        | 9.5d                    || false
    MISSING                    | LT         | 5                       || false
    null                       | LTE        | 5                       || false
    '2024-01-01'               | GT         | '2023-01-01'            || false
    Double.NaN                 | LT         | 5                       || false
    Double.POSITIVE_INFINITY   | GT         | new BigDecimal('1E400') || true
    new BigDecimal('1E400')    | GT         | Double.MAX_VALUE        || true
    'Foo'                      | CONTAINS   | 'foo'                   || false
    'Foobar'                   | CONTAINS   | 'oba'                   || true
    ['a']                      | CONTAINS   | 'a'                     || false
    15                         | CONTAINS   | 5                       || false
    MISSING                    | CONTAINS   | ''                      || false
    0                          | EXISTS     | null                    || true
    ''                         | EXISTS     | null                    || true
    false                      | EXISTS     | null                    || true
    null                       | EXISTS     | null                    || false
    MISSING                    | EXISTS     | null                    || false
    false                      | NOT_EXISTS | null                    || false
    null                       | NOT_EXISTS | null                    || true
    MISSING                    | NOT_EXISTS | null                    || true
  }

  def "a property is named exactly; dots lead nowhere"() {
    expect:
    !Conditions.hold([is('plan.name', 'pro')], [plan: [name: 'pro']])
    Conditions.hold([is('plan.name', 'pro')], ['plan.name': 'pro'])
  }

  def "a list holds when all of it holds, an empty one always"() {
    expect:
    Conditions.hold([], [a: 1])
    Conditions.hold([is('a', 1), is('b', 2)], [a: 1, b: 2])
    !Conditions.hold([is('a', 1), is('b', 2)], [a: 1, b: 3])
  }

  def "#name is #expected"() {
    expect:
    Conditions.hold([condition], [a: 1, b: 2]) == expected

    where:
    name                   | condition                                     || expected
    'and of nothing'       | new And([])                                   || true
    'or of nothing'        | new Or([])                                    || false
    'and with a false one' | new And([is('a', 1), is('b', 1)])             || false
    'or with a true one'   | new Or([is('a', 2), is('b', 2)])              || true
    'or without one'       | new Or([is('a', 2), is('b', 1)])              || false
    'and inside or'        | new Or([is('a', 2), new And([is('b', 2)])])   || true
  }

  def "not #name is #expected"() {
    expect:
    Conditions.hold([new Not(condition)], [a: 1]) == expected

    where:
    name                | condition                   || expected
    'a true one'        | is('a', 1)                  || false
    'a false one'       | is('a', 2)                  || true
    'more than missing' | new Property('b', GT, 5)    || true
    'not a true one'    | new Not(is('a', 1))         || true
  }

  def "#count events: #check #operator #value is #expected"() {
    given:
    def condition = new Event('x', check, operator, value, null)
    def facts = new Facts([:], [(new EventCount('x', null)): (long) count], [:])

    expect:
    Conditions.hold([condition], facts) == expected

    where:
    count | check                 | operator | value || expected
    0     | EventCheck.EXISTS     | null     | null  || false
    1     | EventCheck.EXISTS     | null     | null  || true
    0     | EventCheck.NOT_EXISTS | null     | null  || true
    1     | EventCheck.NOT_EXISTS | null     | null  || false
    0     | EventCheck.COUNT      | null     | null  || false
    2     | EventCheck.COUNT      | null     | null  || true
    2     | EventCheck.COUNT      | GT       | null  || true
    2     | EventCheck.COUNT      | GT       | 2     || false
    3     | EventCheck.COUNT      | GT       | 2     || true
    2     | EventCheck.COUNT      | GTE      | 2     || true
    1     | EventCheck.COUNT      | GTE      | 2     || false
    1     | EventCheck.COUNT      | LT       | 2     || true
    2     | EventCheck.COUNT      | LT       | 2     || false
    2     | EventCheck.COUNT      | LTE      | 2     || true
    3     | EventCheck.COUNT      | LTE      | 2     || false
    2     | EventCheck.COUNT      | EQ       | 2     || true
    0     | EventCheck.COUNT      | EQ       | 0     || true
    3     | EventCheck.COUNT      | EQ       | 2     || false
    1     | EventCheck.EXISTS     | GT       | 5     || true
  }

  def "an event #ago before now counts within #within: #counts"() {
    given:
    def now = Instant.parse('2026-03-01T12:00:00Z')
    def asked = new EventCount('x', within)

    expect:
    asked.among([now - ago], now) == (counts ? 1L : 0L)
    asked.since(now) == (within == null ? null : now - within)

    where:
    ago                   | within              || counts
    Duration.ofHours(1)   | Duration.ofHours(2) || true
    Duration.ofHours(2)   | Duration.ofHours(2) || true
    Duration.ofHours(2).plusMillis(1) | Duration.ofHours(2) || false
    Duration.ofHours(-5)  | Duration.ofHours(2) || true
    Duration.ZERO         | Duration.ZERO       || true
    Duration.ofDays(4000) | null                || true
  }

  def "longer ago than a hundred years is any time, which no database could compare"() {
    given:
    def now = Instant.parse('2026-03-01T12:00:00Z')

    expect:
    new EventCount('x', Duration.ofDays(36_500)).since(now) == now - Duration.ofDays(36_500)
    new EventCount('x', Duration.ofDays(36_501)).since(now) == null
    new EventCount('x', Duration.ofDays(365L * 300_000)).among([now], now) == 1
  }

  def "the latest mail #marks is #check: #expected"() {
    expect:
    Conditions.hold([new Email('w', check)], new Facts([:], [:], mails)) == expected

    where:
    marks               | mails                                      | check                  || expected
    'opened'            | [w: new LatestMail(Instant.EPOCH, null)]   | EmailCheck.OPENED      || true
    'opened'            | [w: new LatestMail(Instant.EPOCH, null)]   | EmailCheck.CLICKED     || false
    'opened'            | [w: new LatestMail(Instant.EPOCH, null)]   | EmailCheck.NOT_OPENED  || false
    'opened'            | [w: new LatestMail(Instant.EPOCH, null)]   | EmailCheck.NOT_CLICKED || true
    'clicked'           | [w: new LatestMail(null, Instant.EPOCH)]   | EmailCheck.CLICKED     || true
    'clicked'           | [w: new LatestMail(null, Instant.EPOCH)]   | EmailCheck.NOT_OPENED  || true
    'left alone'        | [w: new LatestMail(null, null)]            | EmailCheck.NOT_OPENED  || true
    'left alone'        | [w: new LatestMail(null, null)]            | EmailCheck.OPENED      || false
    'never sent'        | [:]                                        | EmailCheck.OPENED      || false
    'never sent'        | [:]                                        | EmailCheck.CLICKED     || false
    'never sent'        | [:]                                        | EmailCheck.NOT_OPENED  || false
    'never sent'        | [:]                                        | EmailCheck.NOT_CLICKED || false
    'of another key'    | [v: new LatestMail(null, null)]            | EmailCheck.NOT_OPENED  || false
  }

  def "what conditions ask for beside properties is known before they are asked"() {
    given:
    def day = Duration.ofDays(1)
    def conditions = [
      is('a', 1), new Event('x', EventCheck.EXISTS, null, null, day), new Event('x', EventCheck.NOT_EXISTS, null, null, day),
      new Or([new Not(new Event('y', EventCheck.COUNT, GT, 1, null)), new And([new Email('w', EmailCheck.OPENED)])])
    ]

    expect:
    Conditions.asked(conditions) == new Asked([new EventCount('x', day), new EventCount('y', null)] as Set, ['w'] as Set)
    Conditions.asked([is('a', 1)]) == new Asked([] as Set, [] as Set)
  }

  def "a count that nobody looked up is an error, never a no"() {
    when:
    Conditions.hold([new Event('x', EventCheck.NOT_EXISTS, null, null, Duration.ofDays(1))], [:])

    then:
    def e = thrown(IllegalArgumentException)
    e.message == "the events 'x' were not counted within PT24H, but a condition asks for them"
  }

  def "the values that decided are those of all properties named, null for a missing one"() {
    given:
    def conditions = [is('plan', 'pro'), new Or([new Not(is('seats', 5)), new And([is('gone', 1)])])]

    when:
    def compared = Conditions.compared(conditions, [seats: 3, plan: 'free', other: 'x'])

    then:
    compared == [plan: 'free', seats: 3, gone: null]
    compared.keySet() as List == ['plan', 'seats', 'gone']
  }

  def "long text is cut in the values that decided"() {
    expect:
    Conditions.compared([is('text', 'x')], [text: 'y' * 5000]).text == 'y' * 200 + '…'
  }

  def "every operator is spelt in lower case on the wire"() {
    expect:
    Operator.values()*.wire() ==
        ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'exists', 'not_exists', 'contains']
  }

  private static Condition is(String property, Object value) {
    new Property(property, EQ, value)
  }
}
