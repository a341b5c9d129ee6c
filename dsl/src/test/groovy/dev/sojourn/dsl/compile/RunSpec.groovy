package dev.sojourn.dsl.compile

import dev.sojourn.dsl.WaitResult
import java.time.Instant

class RunSpec extends ScriptSpecification {

  def "words, loops, closures and return run from top to bottom"() {
    expect:
    run("""\
        sendEmail 'welcome', subject: "Hi \${contact.firstName}"
        sleepFor 2.days, label: 'after'
        ['a', 'b'].each { sendEmail it }
        for (i in 1..2) { sleepFor i.hours }
        int n = 0
        while (n < 2) n++
        if (history.hasEvent('known', within: 2.days)) {
          log "n is \$n"
          return
        }
        log 'never'
        """, [known: [firstName: 'Ada']]).said ==
        ['mail welcome: Hi Ada', 'sleep PT48H after', 'mail a', 'mail b', 'sleep PT1H', 'sleep PT2H', 'n is 2']
  }

  def "results are typed: #code"() {
    expect:
    run(code, [waited: new WaitResult(false, 'a', [plan: 'pro'], Instant.EPOCH)]).said.last() == 'yes'

    where:
    code << [
      "def use = waitForEvent('a', timeout: 1.day)\nif (!use.timedOut) log 'yes'",
      "def use = waitForEvent('a', timeout: 1.day)\nif (use.properties.plan == 'pro') log 'yes'",
      "def use = waitForEvent('a', timeout: 1.day)\nif (use.occurredAt.isBefore(now().plus(1.day))) log 'yes'",
      "def mail = sendEmail('a')\nif (mail.sent && mail.status == 'sent') log 'yes'",
      "MailResult mail = sendEmail('a')\nif (mail.sendId == 's1') log 'yes'",
      "boolean known = history.hasEvent('known')\nif (known) log 'yes'",
      "if (contact.id.startsWith('contact') && contact.email.contains('@')) log 'yes'",
      "if (event.eventName == 'user.created' && event.occurredAt == now()) log 'yes'",
    ]
  }

  def "properties of contact and event are read by name, with any type"() {
    expect:
    run("""\
        log "\${contact.plan} \${contact?.plan} \${contact['plan']} \${event.plan}"
        if (contact.seats > 4 && contact.seats < 6 && contact.seats == 5) log 'five'
        if (contact.none > 4) log 'never'
        log((contact.plan as String).capitalize())
        log "\${(contact.seats as Integer) + 1}"
        log "\${contact.none ?: 'nothing'}"
        """, [known: [plan: 'pro', seats: 5]]).said ==
        ['pro pro pro pro', 'five', 'Pro', '6', 'nothing']
  }

  def "what once keeps has the type it comes back with"() {
    expect:
    run("""\
        def n = 1
        def text = once('a') { key -> "\$key-\$n" }
        log text.toUpperCase()
        def list = once('b') { ["x\$n", 'y'] }
        log list[0].toUpperCase()
        def map = once('c') { [a: "z\$n"] }
        log map.a.toUpperCase()
        def small = once('d') { 5L }
        log "\${small + 1}"
        def whole = once('e') { 3 }
        sleepFor whole.days
        def part = once('f') { 2.5d }
        log "\${(part as BigDecimal) * 2}"
        String declared = once('g') { "t\$n" }
        log declared
        """).said == ['KEY-A-1', 'X1', 'Z1', '6', 'sleep PT72H', '5.0', 't1']
  }

  def "once refuses a value that cannot be kept"() {
    expect:
    stepsRefused("def d = once('a') { new Date() }") == [
        "journeys/sample.groovy:4:9: once keeps text, numbers, true or false, instants, durations, " +
            "lists and maps, not 'Date'"]
  }

  def "a GString is text wherever text is taken"() {
    expect:
    run("""\
        def n = 1
        sendEmail "mail-\$n", subject: "s\$n", label: "l\$n"
        checkpoint "c\$n"
        log "x\$n"
        waitForEvent "e\$n", timeout: n.days
        """).said == ['mail mail-1: s1', 'checkpoint c1', 'x1', 'wait e1 PT24H']
  }

  def "try, catch and finally compile and run"() {
    expect:
    run("""\
        try {
          exit 'done'
        } catch (StepFailed e) {
          log e.step
        } catch (IllegalStateException | ArithmeticException e) {
          log e.message
        } catch (e) {
          log "caught \$e.message"
        } finally {
          log 'finally'
        }
        """).said == ['caught done', 'finally']
  }

  def "words in finally run when the body ends, returns and throws: #how"() {
    expect:
    run("""\
        [1].each {
          try {
            try {
              log 'body'
              $how
            } finally {
              log 'inner'
              sendEmail contact.plan as String
            }
          } catch (IllegalStateException e) {
            log e.message
          } finally {
            log 'outer'
          }
        }
        """, [known: [plan: 'pro']]).said - 'boom' == ['body', 'inner', 'mail pro', 'outer']

    where:
    how << ["", "return", "throw new IllegalStateException('boom')"]
  }

  def "a step has no 'it' of its own"() {
    expect:
    stepsRefused("log it.toString()") == ["journeys/sample.groovy:4:5: no name 'it' here; it is the value inside a block: plans.each { log it }"]
    stepsRefused("def f = (int n) -> n + 1") ==
        ["journeys/sample.groovy:3:9: this block takes no parameters; a line with '->' must not be its first"]
  }

  def "a duration is written #code"() {
    expect:
    run("sleepFor $code").said == ["sleep $duration"]

    where:
    code            | duration
    '1.second'      | 'PT1S'
    '10.seconds'    | 'PT10S'
    '1.minute'      | 'PT1M'
    '30.minutes'    | 'PT30M'
    '1.hour'        | 'PT1H'
    '12.hours'      | 'PT12H'
    '1.day'         | 'PT24H'
    '2.days'        | 'PT48H'
    '1.week'        | 'PT168H'
    '2.weeks'       | 'PT336H'
    '2.days + 3.hours' | 'PT51H'
    'Math.max(1, 2).days' | 'PT48H'
  }

  def "every turn of a loop and every call of a closure is counted: #code"() {
    expect:
    run(code).turns == turns

    where:
    code                                             | turns
    "for (i in 1..3) { }"                            | 3
    "for (int i = 0; i < 3; i++) { log 'a' }"        | 3
    "int n = 0\nwhile (n < 4) n++"                   | 4
    "int n = 0\ndo { n++ } while (n < 4)"            | 4
    "[1, 2].each { }"                                | 2
    "[1, 2].each { [3, 4].each { log 'a' } }"        | 6
    "def f = { it }\nf(1)"                           | 1
    "log 'a'\ndef f = (int n) -> n + 1\nf(1)"                 | 1
    "once('a') { int n = 0; while (n < 3) n++; n }"  | 4
    "log 'a'"                                        | 0
  }

  def "a loop without end is ended by the counter: #code"() {
    when:
    run(code, [turnLimit: 1000])

    then:
    def e = thrown(RecordingScope.Ended)
    e.message == 'too many turns'

    where:
    code << ["while (true) { }", "for (;;) { log 'a' }", "once('a') { while (true) { }; 1 }",
             "Closure f\nf = { f.call() }\nf.call()"]
  }

  def "an author cannot call the counter"() {
    expect:
    stepsRefused("turn()") == ["journeys/sample.groovy:4:1: no journey word 'turn'"]
  }

  def "runs on many threads share nothing"() {
    given:
    def script = withSteps("""\
        int n = 0
        def add = { int by -> n += by }
        for (i in 1..200) { add(1) }
        log "\${contact.name} \$n"
        """)

    when:
    def scopes = (1..40).collect { new RecordingScope(known: [name: "c$it".toString()]) }
    scopes.parallelStream().forEach { script.steps().run(it) }

    then:
    scopes*.said == (1..40).collect { ["c$it 200".toString()] }
  }

  def "the line of a failure is known"() {
    given:
    def script = withSteps("log 'a'\n['x'].each {\n  throw new IllegalStateException('boom')\n}")

    when:
    script.steps().run(new RecordingScope())

    then:
    def e = thrown(IllegalStateException)
    Script.lineOf(e).asInt == 6
    Script.lineOf(new RuntimeException()).empty
    Script.currentLine().empty
  }
}
