package dev.sojourn.dsl.compile

import static dev.sojourn.dsl.definition.Condition.Operator.*

import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.Condition.And
import dev.sojourn.dsl.definition.Condition.Or
import dev.sojourn.dsl.definition.Condition.Property

class WhereSpec extends ScriptSpecification {

  private List<Condition> where(String condition) {
    compiled("journey('sample') {\n  trigger 'a', where { $condition }\n  steps { }\n}")
        .definition().entry().trigger().where()
  }

  def "#condition becomes data"() {
    expect:
    where(condition) == data

    where:
    condition                        || data
    "plan == 'pro'"                  || [new Property('plan', EQ, 'pro')]
    "plan != 'pro'"                  || [new Property('plan', NEQ, 'pro')]
    "seats < 5"                      || [new Property('seats', LT, 5)]
    "seats <= 5"                     || [new Property('seats', LTE, 5)]
    "seats > 5.5"                    || [new Property('seats', GT, 5.5)]
    "seats >= -5"                    || [new Property('seats', GTE, -5)]
    "vip == true"                    || [new Property('vip', EQ, true)]
    "plan == null"                   || [new Property('plan', NOT_EXISTS, null)]
    "plan != null"                   || [new Property('plan', EXISTS, null)]
    "title.contains('x')"            || [new Property('title', CONTAINS, 'x')]
    "plan == \"p\${1 + 1}\""         || [new Property('plan', EQ, 'p2')]
    "a == 1 && b == 2 && c == 3"     || [new Property('a', EQ, 1), new Property('b', EQ, 2), new Property('c', EQ, 3)]
    "a == 1 || b == 2"               || [new Or([new Property('a', EQ, 1), new Property('b', EQ, 2)])]
    "a == 1 && (b == 2 || c == 3)"   || [new Property('a', EQ, 1), new Or([new Property('b', EQ, 2), new Property('c', EQ, 3)])]
    "a == 1 || b == 2 && c == 3"     || [new Or([new Property('a', EQ, 1), new And([new Property('b', EQ, 2), new Property('c', EQ, 3)])])]
    "(a == 1) && ((b == 2))"         || [new Property('a', EQ, 1), new Property('b', EQ, 2)]
  }

  def "an exit rule takes its conditions #how"() {
    expect:
    compiled("journey('sample') {\n  trigger 'a'\n  exitOn $rule\n  steps { }\n}")
        .definition().exits()*.where() == [[new Property('plan', EQ, 'pro')]]

    where:
    how                 | rule
    'by position'       | "'b', where { plan == 'pro' }"
    'by name'           | "'b', where: { plan == 'pro' }"
    'by both'           | "'b', where: where { plan == 'pro' }"
    'with another name' | "'b', where: { plan == 'pro' }, sameKey: true"
  }

  def "a trigger takes its conditions by name too"() {
    expect:
    compiled("journey('sample') {\n  trigger 'a', where: { plan == 'pro' }\n  steps { }\n}")
        .definition().entry().trigger().where() == [new Property('plan', EQ, 'pro')]
  }

  def "the right side is computed when the word runs"() {
    when:
    def scope = run("""\
        def least = 2
        waitForEvent 'a', timeout: 1.day, where: { plan == contact.plan && seats >= least * 5 && note == "n\$least" }
        """, [known: [plan: 'pro']])

    then:
    scope.lastWhere ==
        [new Property('plan', EQ, 'pro'), new Property('seats', GTE, 10), new Property('note', EQ, 'n2')]
  }

  def "a right side of no fixed type that turns out wrong is a clear error"() {
    when:
    run("waitForEvent 'a', timeout: 1.day, where: { $condition }", [known: [x: value]])

    then:
    def e = thrown(IllegalArgumentException)
    e.message == message

    where:
    condition               | value | message
    "plan == contact.x"     | [1]   | "where: 'plan' is compared (eq) with '[1]' (a list); expected text, a number, or true or false"
    "plan == contact.x"     | null  | "where: 'plan' is compared (eq) with null; expected text, a number, or true or false"
    "seats > contact.x"     | 'a'   | "where: 'seats' is compared (gt) with 'a' (text); expected a number"
    "t.contains(contact.x)" | 5     | "where: 't' is compared (contains) with '5' (a whole number); expected text"
  }

  def "#condition is refused at its place"() {
    expect:
    refused("journey('sample') {\n  trigger 'a', where { $condition }\n  steps { }\n}")*.toString() ==
        ["journeys/sample.groovy:2:$column: $message"]

    where:
    condition             | column | message
    "!vip"                | 24 | "'!' cannot be used in where; compare: vip == false, plan == null"
    "!(plan == 'a')"      | 24 | "'!' cannot be used in where; compare: vip == false, plan == null"
    "vip"                 | 24 | "say what 'vip' is compared with: vip == true"
    "a = 1"               | 24 | "'=' assigns; compare with '=='"
    "a in [1]"            | 24 | "'in' cannot be used in where; write plan == 'a' || plan == 'b'"
    "a ==~ 'x'"           | 24 | "'==~' cannot be used in where; use == != < <= > >= contains"
    "a.b == 1"            | 24 | "where looks at top-level properties; paths such as 'a.b' are not possible"
    "'pro' == plan"       | 24 | "write the property on the left: plan == 'pro'"
    "a + 1 == 2"          | 24 | "a condition compares a property with a value, such as plan == 'pro' && seats >= 50"
    "a.startsWith('x')"   | 24 | "a condition compares a property with a value, such as plan == 'pro' && seats >= 50"
    "a > 'x'"             | 28 | "'>' compares numbers only"
    "a > null"            | 24 | "null can only be compared with == and !="
    "a.contains(1)"       | 35 | "contains looks for text: a.contains('x')"
    "a == b"              | 29 | "no name 'b' here"
    "a == 1; b == 2"      | 22 | "where takes one condition; join several with && or ||"
    ""                    | 22 | "where takes one condition; join several with && or ||"
    "a == new Date()"     | 29 | "'new Date' cannot be used in a step: it differs in every replay; use now()"
  }

  def "a local variable named like the property is refused: #steps"() {
    expect:
    stepsRefused(steps).every { it.contains("a local variable has the same name; rename the variable") }

    where:
    steps << [
      "def plan = 'a'\nwaitForEvent 'e', timeout: 1.day, where: { plan == 'a' }",
      "[1].each { seats -> waitForEvent 'e', timeout: 1.day, where: { seats > 1 } }",
      "[1].each { waitForEvent 'e', timeout: 1.day, where: { it > 1 } }",
    ]
  }
}
