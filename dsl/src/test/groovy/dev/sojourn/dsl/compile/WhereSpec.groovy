package dev.sojourn.dsl.compile

import static dev.sojourn.dsl.definition.Condition.Operator.*

import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.Condition.And
import dev.sojourn.dsl.definition.Condition.Not
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
    "'pro' == plan"                  || [new Property('plan', EQ, 'pro')]
    "5 < seats"                      || [new Property('seats', GT, 5)]
    "5 >= seats"                     || [new Property('seats', LTE, 5)]
    "null != plan"                   || [new Property('plan', EXISTS, null)]
    "title?.contains('x')"           || [new Property('title', CONTAINS, 'x')]
    "plan in ['a', 'b']"             || [new Or([new Property('plan', EQ, 'a'), new Property('plan', EQ, 'b')])]
    "plan in ['a']"                  || [new Property('plan', EQ, 'a')]
    "plan in ['a', null]"            || [new Or([new Property('plan', EQ, 'a'), new Property('plan', NOT_EXISTS, null)])]
    "plan !in ['a', 'b']"            || [new Property('plan', NEQ, 'a'), new Property('plan', NEQ, 'b')]
    "!(plan in ['a', 'b'])"          || [new Property('plan', NEQ, 'a'), new Property('plan', NEQ, 'b')]
    "v == 1 || plan in ['a', 'b']" || [new Or([new Property('v', EQ, 1), new Property('plan', EQ, 'a'), new Property('plan', EQ, 'b')])]
    "!(plan == 'a')"                 || [new Property('plan', NEQ, 'a')]
    "!(plan != 'a')"                 || [new Property('plan', EQ, 'a')]
    "!(plan == null)"                || [new Property('plan', EXISTS, null)]
    "!!(plan == 'a')"                || [new Property('plan', EQ, 'a')]
    "!(a == 1 || b == 2)"            || [new Property('a', NEQ, 1), new Property('b', NEQ, 2)]
    "!(a == 1 && b == 2)"            || [new Or([new Property('a', NEQ, 1), new Property('b', NEQ, 2)])]
    "!(seats > 5)"                   || [new Not(new Property('seats', GT, 5))]
    "!!(seats > 5)"                  || [new Property('seats', GT, 5)]
    "!title.contains('x')"           || [new Not(new Property('title', CONTAINS, 'x'))]
    "!(a > 1 && b == 2)"             || [new Or([new Not(new Property('a', GT, 1)), new Property('b', NEQ, 2)])]
    "prop('first name') == 'x'"      || [new Property('first name', EQ, 'x')]
    "prop('a b') in [1, 2]"          || [new Or([new Property('a b', EQ, 1), new Property('a b', EQ, 2)])]
    "5 < prop('a b')"                || [new Property('a b', GT, 5)]
    "prop('a b').contains('x')"      || [new Property('a b', CONTAINS, 'x')]
    "seats > 5L || seats < 2.0d"     || [new Or([new Property('seats', GT, 5), new Property('seats', LT, 2.0)])]
    "(a == 1) && ((b == 2))"         || [new Property('a', EQ, 1), new Property('b', EQ, 2)]
  }

  def "an exit rule takes its conditions #how"() {
    expect:
    compiled("journey('sample') {\n  trigger 'a'\n  key 'k'\n  exitOn $rule\n  steps { }\n}")
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

  def "a list on the right side is taken as it is when the word runs: #condition"() {
    expect:
    run("def several = ['a', 'b']\nwaitForEvent 'e', timeout: 1.day, where: { $condition }",
        [known: [plans: ['a', 'b'], one: ['a'], name: 'a']]).lastWhere == data

    where:
    condition                   || data
    "plan in several"           || [new Or([new Property('plan', EQ, 'a'), new Property('plan', EQ, 'b')])]
    "plan in contact.plans"     || [new Or([new Property('plan', EQ, 'a'), new Property('plan', EQ, 'b')])]
    "plan in contact.one"       || [new Property('plan', EQ, 'a')]
    "plan !in contact.plans"    || [new And([new Property('plan', NEQ, 'a'), new Property('plan', NEQ, 'b')])]
    "plan in ['c', *several]"   || [new Or([new Property('plan', EQ, 'c'), new Property('plan', EQ, 'a'), new Property('plan', EQ, 'b')])]
    "contact.name == plan"      || [new Property('plan', EQ, 'a')]
    "several.size() * 2 < n"    || [new Property('n', GT, 4)]
  }

  def "#condition is refused at its place"() {
    expect:
    refused("journey('sample') {\n  trigger 'a', where { $condition }\n  steps { }\n}")*.toString() ==
        ["journeys/sample.groovy:2:$column: $message"]

    where:
    condition             | column | message
    "!vip"                | 25 | "say what 'vip' is compared with: vip == true"
    "vip"                 | 24 | "say what 'vip' is compared with: vip == true"
    "a == 1 && vip"       | 34 | "say what 'vip' is compared with: vip == true"
    "a = 1"               | 24 | "'=' assigns; compare with '=='"
    "a in []"             | 29 | "'in' needs one value or more: plan in ['a', 'b']"
    "a in 1..5"           | 29 | "a range cannot be used here; write seats >= 1 && seats <= 5"
    "a in 'x'"            | 29 | "'in' takes a list: plan in ['a', 'b']"
    "'x' in a"            | 24 | "'in' looks for the property on its left in a list: plan in ['a', 'b']"
    "a in ['x', ['y']]"   | 35 | "a property is compared with text, a number, or true or false; for several values write plan in ['a', 'b']"
    "a == ['x']"          | 29 | "a property is compared with text, a number, or true or false; for several values write plan in ['a', 'b']"
    "a ==~ 'x'"           | 24 | "'==~' cannot be used in where; look for a part of the text: plan.contains('x')"
    "a =~ 'x'"            | 24 | "'=~' cannot be used in where; look for a part of the text: plan.contains('x')"
    "a <=> 1"             | 24 | "'<=>' cannot be used in where; use == != < <= > >= in contains"
    "a == 1 ? b == 2 : c == 3" | 24 | "'?' cannot be used in where; write plan == 'a' && seats > 5 || plan == 'b'"
    "a.b == 1"            | 24 | "where looks at top-level properties; paths such as 'a.b' are not possible"
    "'pro' == 'x'"        | 24 | "a condition compares a property with a value, such as plan == 'pro' && seats >= 50"
    "a + 1 == 2"          | 24 | "nothing is computed from a property; put it on the value's side: seats > 50 - 1"
    "a.size() == 2"       | 24 | "'size' cannot be called on a property; contains can: plan.contains('x')"
    "a.startsWith('x')"   | 24 | "'startsWith' cannot be called on a property; contains can: plan.contains('x')"
    "a.equals('x')"       | 24 | "'equals' cannot be called on a property; write plan == 'pro'"
    "'x'.contains(a)"     | 24 | "a condition compares a property with a value, such as plan == 'pro' && seats >= 50"
    "Integer == 1"        | 24 | "'Integer' is the name of a type; write prop('Integer')"
    "a > 'x'"             | 28 | "'>' compares numbers only"
    "a > null"            | 24 | "null can only be compared with == and !="
    "a.contains(1)"       | 35 | "contains looks for text: title.contains('x')"
    "a == b"              | 29 | "no name 'b' here; if it is text, put it in quotes: 'b'"
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
