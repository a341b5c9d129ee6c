package dev.sojourn.dsl.compile

class DiagnosticsSpec extends ScriptSpecification {

  def "the slip #slip is refused with its place and advice"() {
    expect:
    stepsRefused(slip) == ["journeys/sample.groovy:4:$column: $message"]

    where:
    slip                                         | column | message
    "sendMail 'welcome'"                         | 1  | "no journey word 'sendMail'; did you mean 'sendEmail'?"
    "exitOn 'a'"                                 | 1  | "'exitOn' belongs into the top half, in front of steps { }"
    "entryLimit unlimited"                       | 1  | "'entryLimit' belongs into the top half, in front of steps { }"
    "waitForEvent 'a'"                           | 1  | "'waitForEvent' needs 'timeout:', such as timeout: 2.days"
    "waitForEvent 'a', timeOut: 2.days"          | 19 | "'waitForEvent' takes no 'timeOut:'; did you mean 'timeout'?"
    "waitForEvent 'a', timeout: 5"               | 19 | "'timeout:' takes a duration such as 2.days, not a whole number"
    "waitForEvent 'a', timeout: 2.days, where: 3"| 36 | "'where:' takes a block { plan == 'pro' }, not a whole number"
    "sendEmail 'a', subjekt: 'b'"                | 16 | "'sendEmail' takes no 'subjekt:'; did you mean 'subject'?"
    "sendEmail 5"                                | 1  | "'sendEmail' does not take (a whole number); it takes (text)"
    "sleepFor 1000"                              | 1  | "'sleepFor' does not take (a whole number); it takes (a duration such as 2.days)"
    "sleepFor 2.dayz"                            | 10 | "a whole number has no 'dayz'; did you mean 'days'?"
    "sleepUntil 'tomorrow'"                      | 1  | "'sleepUntil' does not take (text); it takes (an instant such as now())"
    "log contcat.id"                             | 5  | "no name 'contcat' here; did you mean 'contact'?"
    "contact.id.toUpper()"                       | 1  | "text has no 'toUpper' that takes (); did you mean 'toUpperCase'?"
    "contact.plan.toUpperCase()"                 | 1  | "'toUpperCase' needs to know the type of its value; say it with 'as': (contact.plan as String)"
    "int days = 'two'"                           | 12 | "text does not fit into a variable for a whole number"
    "history.hasEvnt 'a'"                        | 1  | "history has no 'hasEvnt'; did you mean 'hasEvent'?"
    "history.hasEvent 'a', whithin: 2.days"      | 23 | "'hasEvent' takes no 'whithin:'; did you mean 'within'?"
    "log checkpoint"                             | 5  | "'checkpoint' is a word, not a value: checkpoint(text)"
    "def log = 3"                                | 5  | "'log' is a word; give the variable another name"
    "contact.plan = 'pro'"                       | 1  | "the contact and the event cannot be changed here; they can only be read"
    "ctx.identify(plan: 'pro')"                  | 1  | "'ctx' cannot be used in a journey: the words stand by themselves: sendEmail, sleepFor, history"
    "posthog.capture 'a'"                        | 1  | "'posthog' cannot be used in a journey: analytics events are not sent from a journey"
    "Foo x = null"                               | 5  | "no type 'Foo'; write its full name if it is in a library"
  }

  def "a property that a result does not have is refused with a suggestion"() {
    expect:
    stepsRefused("def use = waitForEvent('a', timeout: 1.day)\nlog use.timeOut.toString()") ==
        ["journeys/sample.groovy:5:8: the result of a wait has no 'timeOut'; did you mean 'timedOut'?"]
  }

  def "the top half refuses #line"() {
    expect:
    refused("journey('sample') {\n  trigger 'a'\n  $line\n  steps { }\n}")*.toString() ==
        ["journeys/sample.groovy:3:$column: $message"]

    where:
    line                       | column | message
    "nam 'x'"                  | 3  | "no journey word 'nam'; did you mean 'name'?"
    "sendEmail 'x'"            | 3  | "'sendEmail' belongs into steps { }"
    "trigger 'b'"              | 3  | "'trigger' was said in line 2 already; leave one of them out"
    "def x = 3"                | 3  | "the top half holds one word on each line; move this into steps { }"
    "if (true) { name 'x' }"   | 3  | "the top half holds one word on each line; move this into steps { }"
    "name = 'x'"               | 3  | "write the word without '=': name 'x'"
    "entryLimit onse"          | 14 | "no name 'onse' here; did you mean 'once'?"
    "entryLimit oncePer(0.days)" | 3 | "oncePer takes a period longer than zero, such as oncePer(7.days)"
    "suppress 5"               | 3  | "'suppress' does not take (a whole number); it takes (a duration such as 2.days)"
    "enabled 'yes'"            | 3  | "'enabled' does not take (text); it takes (true or false)"
    "exitOn 'a', wher: 3"      | 15 | "'exitOn' takes no 'wher:'; did you mean 'where'?"
    "exitOn 'a', { plan == 1 }"| 3  | "'exitOn' takes no block; write where { … }"
    "name ''"                  | 3  | "name takes text that is not empty"
    "name contact.id"          | 8  | "'contact' is known in steps { } only"
    "key 'a b'"                | 3  | "key takes the path of a property, such as 'order.id', not 'a b'"
  }

  def "a file with #what is refused"() {
    expect:
    refused(source)*.toString() == ["journeys/sample.groovy:$message"]

    where:
    what                | source                                               | message
    'no journey'        | ""                                                   | "1:1: the file declares no journey; begin with journey('sample') { … }"
    'another id'        | "journey('other') { trigger 'a'; steps { } }"        | "1:9: journey 'other' stands in a file for 'sample'; rename one of them so that they are equal"
    'a computed id'     | "journey('s' + 'ample') { }"                         | "1:1: journey takes its id as literal text and a block: journey('id') { … }"
    'two journeys'      | "journey('sample') { }\njourney('sample') { }"       | "2:1: a file holds one journey; move this one to a file of its own"
    'a variable'        | "int x = 3\njourney('sample') { }"                   | "1:1: only journey('sample') { … } may stand here; move this into steps { }"
    'a class'           | "class A { }\njourney('sample') { }"                 | "1:1: a journey declares no classes; use maps and lists, or once { } for a library"
    'a method'          | "def foo() { }\njourney('sample') { }"               | "1:1: a journey has no methods; write 'foo' as a variable in steps: def foo = { … }"
    'a foreign import'  | "import java.util.concurrent.*\njourney('sample') { }" | "1:1: only java.time may be imported; write the full name inside once('label') { … } instead"
    'a static import'   | "import static java.lang.Math.max\njourney('sample') { }" | "1:1: static imports cannot be used in a journey; write the type's name"
    'a field'           | "@groovy.transform.Field int x = 3\njourney('sample') { }" | "1:1: only journey('sample') { … } may stand here; move this into steps { }"
    'no trigger'        | "journey('sample') {\n  steps { }\n}"                | "1:1: the journey has no 'trigger'; name the event that enrols: trigger 'user.created'"
    'no steps'          | "journey('sample') {\n  trigger 'a'\n}"              | "1:1: the journey has no 'steps'; say what it does: steps { … }"
  }

  def "a syntax error says where, without Groovy's frame"() {
    when:
    def said = stepsRefused("log 'a' +")

    then:
    said.size() == 1
    said[0].startsWith('journeys/sample.groovy:5:')
    said[0].contains('is not expected here')
    !said[0].contains('startup failed')
    !said[0].contains('@ line')
  }

  def "everything wrong with a file is said at once, in order"() {
    expect:
    refused("""\
      journey('sample') {
        nam 'x'
        steps {
          sendMail 'a'
          sleepFor 5
          new Date()
        }
      }""".stripIndent())*.line() == [1, 2, 4, 5, 6]
  }

  def "an unknown type does not hide a misspelt word"() {
    expect:
    stepsRefused("Foo x = null\nsendMail 'a'").size() == 2
  }

  def "what only follows from an unknown word is not said"() {
    expect:
    stepsRefused("def m = sendMail('a')\nif (m.sent) { log 'x' }").size() == 1
  }
}
