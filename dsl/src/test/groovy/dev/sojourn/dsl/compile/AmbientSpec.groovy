package dev.sojourn.dsl.compile

class AmbientSpec extends ScriptSpecification {

  def "#code is refused in a step with what to use instead"() {
    when:
    def said = stepsRefused(code)

    then:
    said.size() == 1
    said[0].contains(advice)

    where:
    code                                     | advice
    "new Date()"                             | "use now()"
    "log new Date().toString()"              | "use now()"
    "Instant.now()"                          | "use now()"
    "LocalDate.now()"                        | "use now()"
    "ZonedDateTime.now()"                    | "use now()"
    "Clock.systemUTC()"                      | "use now()"
    "System.currentTimeMillis()"             | "use now()"
    "System.nanoTime()"                      | "use now()"
    "Calendar.getInstance()"                 | "use now()"
    "ZoneId.systemDefault()"                 | "name the zone"
    "System.exit(1)"                         | "use exit 'reason'"
    "Runtime.getRuntime().exit(1)"           | "use exit 'reason'"
    "System.getenv('HOME')"                  | "once('label')"
    "System.getProperty('user.home')"        | "once('label')"
    "Integer.getInteger('a')"                | "once('label')"
    "UUID.randomUUID()"                      | "once('label')"
    "Math.random()"                          | "once('label')"
    "new Random()"                           | "once('label')"
    "[1, 2].shuffled()"                      | "once('label')"
    "DayOfWeek.SUNDAY.hashCode()"            | "once('label')"
    "[DayOfWeek.SUNDAY].hashCode()"          | "once('label')"
    "new File('a').text"                     | "once('label')"
    "new URL('http://localhost')"            | "once('label')"
    "'http://localhost'.toURL()"             | "once('label')"
    "'ls'.execute()"                         | "once('label')"
    "['ls'].execute()"                       | "once('label')"
    "new Thread()"                           | "no threads"
    "Thread.start { }"                       | "no threads"
    "Thread.sleep(5)"                        | "sleepFor 1.second"
    "sleep 1000"                             | "sleepFor 1.second"
    "println 'a'"                            | "log 'text'"
    "printf 'a'"                             | "log 'text'"
    "Set.of('a', 'b')"                       | "its order differs"
    "'a'.metaClass"                          | "cannot be changed"
    "String.metaClass"                       | "cannot be changed"
    "'a'.class"                              | "types cannot be looked into"
    "'a'.getClass()"                         | "types cannot be looked into"
    "log String.toString()"                  | "is a type, not a value"
    "def c = String"                         | "is a type, not a value"
    "def f = 'a'.&length"                    | "methods cannot be taken as values"
    "def f = 'a'.@value"                     | "'.@' looks into an object"
    "log this.toString()"                    | "'this' cannot be used"
    "log owner.toString()"                   | "'owner' cannot be used"
    "delegate.log('a')"                      | "'delegate' cannot be used"
    "def m = 'length'\n'a'.\"\$m\"()"        | "a call names what it calls"
    "synchronized (contact) { }"             | "no threads"
    "try { } catch (Throwable t) { }"        | "catch StepFailed or Exception"
    "try { } catch (Error e) { }"            | "catch StepFailed or Exception"
    "try { } catch (StackOverflowError e) { }" | "catch StepFailed or Exception"
    "contact.plan.with { log 'a' }"          | "'with' cannot be used in a step: write the name in front"
  }

  def "inside once, #code is fine"() {
    expect:
    withSteps("def x = once('label') { $code }\nlog x.toString()")

    where:
    code << ["new Date().toString()", "UUID.randomUUID().toString()", "new File('/x').name",
             "System.getenv('HOME')", "Math.random()", "new URL('http://localhost').host",
             "Instant.now()", "[1, 2].shuffled()"]
  }

  def "even inside once, #code is refused"() {
    when:
    def said = stepsRefused("once('label') { $code; 1 }")

    then:
    said.size() == 1
    said[0].contains(advice)

    where:
    code                           | advice
    "System.exit(1)"               | "use exit 'reason'"
    "Runtime.getRuntime().halt(1)" | "it belongs to the service"
    "new Thread()"                 | "no threads"
    "Thread.start { }"             | "no threads"
    "sendEmail 'a'"                | "no other word may stand inside once"
    "now()"                        | "no other word may stand inside once"
    "history.hasEvent('a')"        | "no other word may stand inside once"
    "once('b') { 1 }"              | "no other word may stand inside once"
    "this.toString()"              | "'this' cannot be used"
  }

  def "the ordinary means of a program are there: #code"() {
    expect:
    withSteps(code)

    where:
    code << [
      "log contact.id.take(4).toUpperCase().padLeft(8, '0')",
      "log(['b', 'a'].sort().join(','))",
      "log([a: 1].collect { k, v -> \"\$k=\$v\" }.first())",
      "log((1..3).findAll { it > 1 }.sum().toString())",
      "log Math.max(1, 2).toString()",
      "log 'a'.hashCode().toString()",
      "def d = LocalDate.of(2026, 1, 1).plusDays(3).dayOfWeek\nif (d == DayOfWeek.SUNDAY) { log 'x' }",
      "log now().plus(2.days).toString()",
      "log now().atZone(ZoneId.of('Europe/Berlin')).toLocalDate().toString()",
      "log 1.5.setScale(0, java.math.RoundingMode.HALF_UP).toString()",
      "def parts = contact.id.split('-').toList()\nlog parts[0]",
      "if (contact.id ==~ /[a-z]+/) { log 'x' }",
      "switch (contact.plan) { case 'pro': log 'a'; break; default: log 'b' }",
      "def (a, b) = [1, 2]\nlog \"\$a\$b\"",
      "def twice = { int n -> n * 2 }\nlog twice(2).toString()",
      "log 'a'\ndef f = (int n) -> n + 1\nlog f(2).toString()",
      "throw new IllegalStateException('no')",
      "def names = ['a', 'b']*.toUpperCase()\nlog names.join()",
      "log Optional.of('a').get()",
      "def m = [a: 1]\nm.b = 2\nm['c'] = 3\nlog m.keySet().join()",
      "contact.tags.each { log it.toString() }",
      "for (tag in contact.tags) { log tag.toString() }",
      "if (contact.seats > 5 && contact.plan != 'free') { log 'x' }",
      "assert contact.id",
    ]
  }
}
