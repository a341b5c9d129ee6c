package dev.sojourn.dsl.compile

import static dev.sojourn.dsl.definition.Condition.Operator.*

import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.Condition.And
import dev.sojourn.dsl.definition.Condition.Email
import dev.sojourn.dsl.definition.Condition.EmailCheck
import dev.sojourn.dsl.definition.Condition.Event
import dev.sojourn.dsl.definition.Condition.EventCheck
import dev.sojourn.dsl.definition.Condition.Not
import dev.sojourn.dsl.definition.Condition.Or
import dev.sojourn.dsl.definition.Condition.Property
import java.time.Duration

class ConditionFormsSpec extends ScriptSpecification {
  private static final IS_PRO = new Property('plan', EQ, 'pro')
  private static final MANY = new Property('seats', GTE, 50)

  private List<Condition> where(String written) {
    def captured = null
    def scope = new RecordingScope() {
      List<Condition> where(List<Condition> conditions) { captured = conditions }
    }
    withSteps("where$written").steps().run(scope)
    captured
  }

  def "closure, builder and literal give equal data: #closure"() {
    expect:
    where(" { $closure }") == [data]
    where("($builder)") == [data]
    where("([$builder])") == [data]
    where("([$literal])") == [data]
    where(" { $builder }") == [data]

    where:
    closure                        | builder                                               | literal                                                      || data
    "plan == 'pro'"                | "prop('plan').eq('pro')"                              | "[property: 'plan', operator: 'eq', value: 'pro']"           || IS_PRO
    "plan != 'pro'"                | "prop('plan').neq('pro')"                             | "[type: 'property', property: 'plan', operator: 'neq', value: 'pro']" || new Property('plan', NEQ, 'pro')
    "n > 5"                        | "prop('n').gt(5)"                                     | "[property: 'n', operator: 'gt', value: 5]"                  || new Property('n', GT, 5)
    "n >= 5"                       | "prop('n').gte(5)"                                    | "[property: 'n', operator: 'gte', value: 5]"                 || new Property('n', GTE, 5)
    "n < 0.5"                      | "prop('n').lt(0.5)"                                   | "[property: 'n', operator: 'lt', value: 0.5]"                || new Property('n', LT, 0.5)
    "n <= -5"                      | "prop('n').lte(-5)"                                   | "[property: 'n', operator: 'lte', value: -5]"                || new Property('n', LTE, -5)
    "t.contains('x')"              | "prop('t').contains('x')"                             | "[property: 't', operator: 'contains', value: 'x']"          || new Property('t', CONTAINS, 'x')
    "t != null"                    | "prop('t').exists()"                                  | "[property: 't', operator: 'exists']"                        || new Property('t', EXISTS, null)
    "t == null"                    | "prop('t').notExists()"                               | "[property: 't', operator: 'not_exists']"                    || new Property('t', NOT_EXISTS, null)
    "plan == 'pro' || seats >= 50" | "any(prop('plan').eq('pro'), prop('seats').gte(50))"  | "[type: 'composite', operator: 'or', conditions: [[property: 'plan', operator: 'eq', value: 'pro'], [property: 'seats', operator: 'gte', value: 50]]]" || new Or([IS_PRO, MANY])
    "!(seats >= 50)"               | "not(prop('seats').gte(50))"                          | "[type: 'composite', operator: 'not', conditions: [[property: 'seats', operator: 'gte', value: 50]]]" || new Not(MANY)
  }

  def "builder and literal give equal data: #builder"() {
    expect:
    where("($builder)") == [data]
    where("([$literal])") == [data]
    where(" { $builder }") == [data]

    where:
    builder                                   | literal                                                                                            || data
    "event('x').exists()"                     | "[type: 'event', eventName: 'x', check: 'exists']"                                                 || new Event('x', EventCheck.EXISTS, null, null, null)
    "event('x').notExists()"                  | "[type: 'event', eventName: 'x', check: 'not_exists']"                                             || new Event('x', EventCheck.NOT_EXISTS, null, null, null)
    "event('x').count()"                      | "[type: 'event', eventName: 'x', check: 'count']"                                                  || new Event('x', EventCheck.COUNT, null, null, null)
    "event('x').count('eq', 3)"               | "[type: 'event', eventName: 'x', check: 'count', operator: 'eq', value: 3]"                        || new Event('x', EventCheck.COUNT, EQ, 3, null)
    "event('x').exactly(3)"                   | "[type: 'event', eventName: 'x', check: 'count', operator: 'eq', value: 3L]"                       || new Event('x', EventCheck.COUNT, EQ, 3, null)
    "event('x').within(2.days).atLeast(3)"    | "[type: 'event', eventName: 'x', check: 'count', operator: 'gte', value: 3, within: [hours: 48]]"  || new Event('x', EventCheck.COUNT, GTE, 3, Duration.ofDays(2))
    "event('x').within(90.seconds).moreThan(3)" | "[type: 'event', eventName: 'x', check: 'count', operator: 'gt', value: 3, within: [minutes: 1, seconds: 30]]" || new Event('x', EventCheck.COUNT, GT, 3, Duration.ofSeconds(90))
    "event('x').within(1.hour).atMost(3)"     | "[type: 'event', eventName: 'x', check: 'count', operator: 'lte', value: 3, within: 60.minutes]"   || new Event('x', EventCheck.COUNT, LTE, 3, Duration.ofHours(1))
    "event('x').lessThan(3)"                  | "[type: 'event', eventName: 'x', check: 'count', operator: 'lt', value: 3]"                        || new Event('x', EventCheck.COUNT, LT, 3, null)
    "email('w').opened()"                     | "[type: 'email_engagement', templateKey: 'w', check: 'opened']"                                    || new Email('w', EmailCheck.OPENED)
    "email('w').clicked()"                    | "[type: 'email_engagement', templateKey: 'w', check: 'clicked']"                                   || new Email('w', EmailCheck.CLICKED)
    "email('w').notOpened()"                  | "[type: 'email_engagement', templateKey: 'w', check: 'not_opened']"                                || new Email('w', EmailCheck.NOT_OPENED)
    "email('w').notClicked()"                 | "[type: 'email_engagement', templateKey: 'w', check: 'not_clicked']"                               || new Email('w', EmailCheck.NOT_CLICKED)
    "all(plan == 'pro', seats >= 50)"         | "[type: 'composite', operator: 'and', conditions: [prop('plan').eq('pro'), [property: 'seats', operator: 'gte', value: 50]]]" || new And([IS_PRO, MANY])
    "all(any(), not(all(plan == 'pro')))"     | "[type: 'composite', operator: 'and', conditions: [[type: 'composite', operator: 'or', conditions: []], not(all(plan == 'pro'))]]" || new And([new Or([]), new Not(new And([IS_PRO]))])
  }

  def "several conditions stand side by side"() {
    expect:
    where("(prop('plan').eq('pro'), event('x').within(2.days).atLeast(3))") ==
        [IS_PRO, new Event('x', EventCheck.COUNT, GTE, 3, Duration.ofDays(2))]
    where("([[property: 'plan', operator: 'eq', value: 'pro'], prop('seats').gte(50)])") == [IS_PRO, MANY]
    where("(plan == 'pro', seats >= 50)") == [IS_PRO, MANY]
    where("()") == []
    where("([])") == []
  }

  def "'!' turns what has an opposite: #written"() {
    expect:
    where(" { $written }") == [data]

    where:
    written                          || data
    "!event('x').exists()"           || new Event('x', EventCheck.NOT_EXISTS, null, null, null)
    "!event('x').notExists()"        || new Event('x', EventCheck.EXISTS, null, null, null)
    "!event('x').count()"            || new Event('x', EventCheck.NOT_EXISTS, null, null, null)
    "!event('x').atLeast(3)"         || new Event('x', EventCheck.COUNT, LT, 3, null)
    "!event('x').moreThan(3)"        || new Event('x', EventCheck.COUNT, LTE, 3, null)
    "!event('x').exactly(3)"         || new Not(new Event('x', EventCheck.COUNT, EQ, 3, null))
    "!email('w').opened()"           || new Not(new Email('w', EmailCheck.OPENED))
    "!any(plan != 'pro', seats < 5)" || new And([IS_PRO, new Not(new Property('seats', LT, 5))])
    "!not(plan == 'pro')"            || IS_PRO
  }

  def "words of the event that arrives take every form: #written"() {
    expect:
    compiled("journey('sample') {\n  trigger 'a', $written\n  steps { }\n}").definition().entry().trigger().where() == [IS_PRO]
    run("waitForEvent 'a', timeout: 1.day, where: ${written - 'where: '}").lastWhere == [IS_PRO]

    where:
    written << [
      "where(prop('plan').eq('pro'))",
      "where([[property: 'plan', operator: 'eq', value: 'pro']])",
      "where: [[property: 'plan', operator: 'eq', value: 'pro']]",
      "where: [prop('plan').eq('pro')]",
      "where: where(plan == 'pro')",
      "where: prop('plan').eq('pro')",
    ]
  }

  def "names and values are computed when the word runs"() {
    expect:
    run("""\
        def key = 'pl'
        def least = 3
        waitForEvent 'a', timeout: 1.day, where: [prop("\${key}an").eq(contact.plan), [property: key, operator: 'gt', value: least * 2]]
        """, [known: [plan: 'pro']]).lastWhere == [IS_PRO, new Property('pl', GT, 6)]
  }

  def "conditions can be kept in a variable"() {
    expect:
    run("def pro = where(prop('plan').eq('pro'))\nwaitForEvent 'a', timeout: 1.day, where: pro").lastWhere == [IS_PRO]
  }

  def "an event or a mail cannot be asked of the event that arrives: #written"() {
    expect:
    refused("journey('sample') {\n  trigger 'a', $written\n  steps { }\n}")*.toString() ==
        ["journeys/sample.groovy:2:$column: the event that arrives is known by its properties only; compare them: plan == 'pro'"]
    refused("journey('sample') {\n  trigger 'a'\n  exitOn 'a', $written\n  steps { }\n}").size() == 1
    stepsRefused("waitForEvent 'a', timeout: 1.day, where: ${written - 'where: '}").size() == 1

    where:
    written                                               | column
    "where(event('x').exists())"                          | 22
    "where { plan == 'pro' && !(event('x').exactly(1)) }" | 42
    "where: [any(email('w').opened())]"                   | 28
    "where: [[type: 'event', eventName: 'x', check: 'exists']]" | 24
  }

  def "#written is refused at its place"() {
    expect:
    stepsRefused("where$written") == ["journeys/sample.groovy:4:$column: $message"]

    where:
    written                                | column | message
    "(prop('plan'))"                       | 7  | "say what is asked: prop('plan').eq('pro')"
    "(prop('plan').equals('pro'))"         | 20 | "prop(…) has no 'equals'; it takes contains, eq, exists, gt, gte, lt, lte, neq, notExists"
    "(prop('plan').exist())"               | 20 | "prop(…) has no 'exist'; did you mean 'exists'?"
    "(prop('plan').eq())"                  | 20 | "'eq' takes one value: text, a number, or true or false"
    "(prop('plan').exists(1))"             | 20 | "'exists' takes nothing"
    "(prop('n').gt('x'))"                  | 20 | "'gt' compares numbers only"
    "(prop(5).eq(1))"                      | 7  | "prop takes one name as text: prop('x')"
    "(prop('a').eq(1).eq(2))"              | 23 | "nothing is called after 'eq'"
    "(event('x').within(2.days))"          | 7  | "say what is asked: event('order.placed').within(2.days).atLeast(3)"
    "(event('x').within(5).exists())"      | 18 | "within takes a duration: within(2.days)"
    "(event('x').count('neq', 3))"         | 18 | "count takes gt, gte, lt, lte or eq and a whole number: count('gte', 3)"
    "(event('x').atLeast('3'))"            | 18 | "'atLeast' takes a whole number: atLeast(3)"
    "(event('x').within(1.day).exists(3))" | 32 | "'exists' takes nothing"
    "(email('w').open())"                  | 18 | "email(…) has no 'open'; did you mean 'opened'?"
    "(not())"                              | 7  | "not takes one condition: not(plan == 'pro')"
    "(any(a == 1).eq(2))"                  | 7  | "nothing is called on any(…)"
    "([[property: 'a', operator: 'like', value: 1]])" | 34 | "'operator' is not 'like'; it is one of contains, eq, exists, gt, gte, lt, lte, neq, not_exists"
    "([[property: 'a', operator: 'eq']])"  | 8  | "'eq' needs a 'value': text, a number, or true or false"
    "([[property: 'a', operator: 'eq', vaule: 1]])" | 40 | "a condition of type 'property' has no 'vaule'; did you mean 'value'?"
    "([[property: 'a', operator: 'exists', value: 1]])" | 51 | "'exists' takes no value"
    "([[operator: 'eq', value: 1]])"       | 8  | "a condition needs its 'property', a text"
    "([[type: 'evnt']])"                   | 15 | "'type' is not 'evnt'; it is one of composite, email_engagement, event, property"
    "([[type: 'channel_identity', connector: 'x', check: 'linked']])" | 15 | "'channel_identity' is for the waves of a campaign; it is not asked of one contact"
    "([[type: 'event', eventName: 'x', check: 'count', operator: 'gt']])" | 8 | "only check: 'count' takes an operator and a value, and both of them"
    "([[type: 'event', eventName: 'x', check: 'exists', within: [days: 2]]])" | 66 | "within takes one or more of hours, minutes and seconds, whole: [hours: 48], or 2.days"
    "([[type: 'event', eventName: 'x', check: 'exists', within: [:]]])" | 65 | "within takes one or more of hours, minutes and seconds, whole: [hours: 48], or 2.days"
    "([[type: 'composite', operator: 'xor', conditions: []]])" | 38 | "'operator' is not 'xor'; it is one of and, not, or"
    "([[type: 'composite', operator: 'and']])" | 8 | "a composite needs its 'conditions', a list"
    "(['pro'])"                            | 8  | "a condition compares a property with a value, such as plan == 'pro' && seats >= 50"
  }

  def "a builder outside where is refused with its place"() {
    expect:
    stepsRefused(written) == [message]

    where:
    written                               | message
    "def p = prop('a').eq(1)"             | "journeys/sample.groovy:4:13: 'prop(…)' stands inside where(…): where(prop('plan').eq('pro'))"
    "if (event('x').exists()) { exit() }" | "journeys/sample.groovy:4:10: 'event(…)' stands inside where(…): where(event('order.placed').within(2.days).atLeast(3))"
    "any(1, 2)"                           | "journeys/sample.groovy:4:1: 'any(…)' stands inside where(…): where(any(plan == 'pro', seats >= 50))"
  }

  def "a value of the wrong kind is a clear error when the word runs: #written"() {
    when:
    run("where($written)", [known: [x: value]])

    then:
    def e = thrown(IllegalArgumentException)
    e.message == message

    where:
    written                           | value | message
    "prop('a').gt(contact.x)"         | 'x'   | "where: 'a' is compared (gt) with 'x' (text); expected a number"
    "event('a').atLeast(contact.x)"   | 'x'   | "where: the count of 'a' is compared with 'x' (text); expected a whole number"
    "event('a').atLeast(contact.x)"   | 1.5   | "where: the count of 'a' is compared with '1.5' (a number); expected a whole number"
    "event('a').within(Duration.ofMillis(5)).exists()" | 1 | "event 'a': within takes whole seconds from 0, not 'PT0.005S'"
    "plan in contact.x"               | 'x'   | "where: 'plan' is looked for (in) in 'x' (text); expected a list"
  }
}
