package dev.sojourn.dsl.compile

import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.EntryRule
import dev.sojourn.dsl.definition.ExitRule
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.OnRepeat
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.dsl.definition.Trigger
import java.lang.management.ManagementFactory
import java.lang.ref.ReferenceQueue
import java.lang.ref.WeakReference
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors

class ScriptCompilerSpec extends ScriptSpecification {
  static final String SMALL = "journey('sample') {\n  trigger 'a'\n  steps { log 'x' }\n}"

  def "the top half becomes the definition"() {
    expect:
    compiled("""\
        journey('sample') {
          name        'Sample: all words'
          description 'For a spec.'
          enabled     false
          trigger     'order.placed', where { total > 10 }
          entryLimit  oncePer(7.days)
          key         'order.id'
          onRepeat    ignore
          exitOn      'user.deleted', 'trial.converted'
          exitOn      'order.cancelled', sameKey: true, where: { refunded == true }
          category    'orders'
          suppress    12.hours
          steps { }
        }""").definition() == new JourneyDefinition(
        'sample', 'Sample: all words', 'For a spec.', false,
        new EntryRule(
            new Trigger('order.placed', [new Condition.Property('total', Operator.GT, 10)]),
            new EntryLimit.OncePer(Duration.ofDays(7)), 'order.id', OnRepeat.IGNORE),
        [new ExitRule('user.deleted', [], false),
         new ExitRule('trial.converted', [], false),
         new ExitRule('order.cancelled',
             [new Condition.Property('refunded', Operator.EQ, true)], true)],
        new SendPolicy('orders', Duration.ofHours(12)), [])
  }

  def "what is not said has its default"() {
    expect:
    compiled(SMALL).definition() == new JourneyDefinition(
        'sample', 'sample', null, true,
        new EntryRule(new Trigger('a', []), new EntryLimit.Once(), null, OnRepeat.IGNORE), [],
        new SendPolicy('journey', Duration.ZERO), [])
  }

  def "entry limit #word is #limit"() {
    expect:
    compiled("journey('sample') {\n  trigger 'a'\n  entryLimit $word\n  steps { }\n}")
        .definition().entry().limit() == limit

    where:
    word        | limit
    'once'      | new EntryLimit.Once()
    'unlimited' | new EntryLimit.Unlimited()
  }

  def "labels are the literals by which the journal names steps, each once, in order"() {
    expect:
    withSteps("""\
        sleepFor 2.days
        sendEmail 'welcome'
        sleepFor 1.day, label: 'pause'
        if (history.hasEvent('used')) sendEmail 'welcome'
        waitForEvent 'paid', timeout: 1.day
        waitForEvent 'paid', timeout: 1.day, label: 'second'
        once('code') { 1 }
        sleepUntil now()
        [1].each { checkpoint 'end' }
        sendEmail "computed-\${contact.id}"
        """).definition().labels() ==
        ['welcome', 'pause', 'used', 'paid', 'second', 'code', 'end']
  }

  def "every event that steps name as a literal is among the labels: #code"() {
    expect:
    withSteps(code).definition().labels() == labels

    where:
    code                                                           | labels
    "waitForAny 'a', 'b', 'c', timeout: 1.day, label: 'x'"         | ['x', 'a', 'b', 'c']
    "waitForChange 'plan', timeout: 1.day"                         | ['contact:changed']
    "digest window: 1.hour, event: 'a'"                            | ['a']
    "trigger 'a', label: 'x'"                                      | ['x', 'a']
    "history.countOf 'a'\nhistory.events 'b'\nhistory.journey 'c'" | ['a', 'b', 'c']
    "variant 'subject', 'a', 'b'"                                  | ['subject']
    "throttle limit: 1, window: 1.day\nguard.isSubscribed()"       | ['throttle', 'isSubscribed']
    "sendEmail('a').opened(within: 1.day, label: 'x')"             | ['email.opened', 'x', 'a']
    "where(event('journey:completed').exists())"                   | ['journey:completed']
    "where { plan == 'pro' && !any(event('a').within(1.day).atLeast(2), event('b').exists()) }" | ['a', 'b']
  }

  def "what a script names of its bundle is known with its places"() {
    when:
    def script = withSteps("""\
sendEmail 'a'
sendEmail 'b', label: 'x'
sendEmail 'a'
sendEmail "c\${1}"
log "\${history.journey('d').completed} \${history.email('e').sent}"
throttle limit: 1, window: 1.day, category: 'f'
where(email('g').opened())""")

    then:
    script.templates() == ['a', 'b'] as Set
    script.mentions().collect { [it.kind().name(), it.name(), it.line(), it.column()] } == [
        ['TEMPLATE', 'a', 4, 11], ['TEMPLATE', 'b', 5, 11], ['TEMPLATE', 'a', 6, 11], ['JOURNEY', 'd', 8, 24],
        ['PAST_TEMPLATE', 'e', 8, 56], ['CATEGORY', 'f', 9, 45], ['PAST_TEMPLATE', 'g', 10, 13]]
  }

  def "the hash is made of the level of the language and what the source means"() {
    expect:
    ScriptCompiler.hash('a') ==~ /[0-9a-f]{64}/
    ScriptCompiler.hash('a') == '1\na'.digest('SHA-256')
    compiled(SMALL).hash() == ScriptCompiler.hash(SMALL)
    compiled(SMALL).shortHash() == ScriptCompiler.hash(SMALL).take(12)
  }

  def "the id is the base name of the file #file"() {
    expect:
    compiler.compile(file, SMALL.replace('sample', id)).definition().id() == id

    where:
    file                        | id
    'welcome.groovy'            | 'welcome'
    'a/b/trial-ending.groovy'   | 'trial-ending'
    'C:\\j\\contact.groovy'     | 'contact'
    'journeys/String.groovy'    | 'String'
  }

  def "a script is compiled once for all who hold it"() {
    given:
    def own = new ScriptCompiler()

    when:
    def first = own.compile('sample.groovy', SMALL)
    def second = own.compile('sample.groovy', SMALL)

    then:
    first.is(second)

    when:
    own.release(first)

    then:
    own.compile('sample.groovy', SMALL).is(first)

    when:
    2.times { own.release(first) }

    then:
    !own.compile('sample.groovy', SMALL).is(first)

    cleanup:
    own.close()
  }

  def "a released script still ends the runs it has"() {
    given:
    def script = withSteps("[1].each { log \"x\$it\" }")
    def scope = new RecordingScope()

    when:
    compiler.release(script)
    script.steps().run(scope)

    then:
    scope.said == ['x1']
  }

  def "many threads compile at once"() {
    given:
    def pool = Executors.newFixedThreadPool(4)
    def sources = (1..40).collect { n -> n % 4 == 0
        ? "journey('sample') {\n  trigger 'a'\n  steps { sendMail 'm$n' }\n}".toString()
        : "journey('sample') {\n  trigger 'a', where { n == $n }\n  steps { [1].each { log 'l$n' } }\n}".toString() }

    when:
    def answers = pool.invokeAll(sources.collect { source ->
      { ->
        try {
          def scope = new RecordingScope()
          compiled(source).steps().run(scope)
          scope.said[0]
        } catch (InvalidScript e) {
          e.diagnostics()[0].column().toString()
        }
      } as Callable<String>
    })*.get()

    then:
    answers == (1..40).collect { n -> n % 4 == 0 ? '11' : "l$n".toString() }

    cleanup:
    pool.shutdownNow()
  }

  def "a warmed compiler holds nothing"() {
    given:
    def own = new ScriptCompiler()

    when:
    own.warmUp()

    then:
    noExceptionThrown()

    cleanup:
    own.close()
  }

  def "reloading one script 200 times leaves the number of loaded classes flat"() {
    given:
    def classes = ManagementFactory.classLoadingMXBean
    reload(0, 50)
    def before = classes.loadedClassCount

    when:
    reload(50, 250)

    then: "each reload loads three classes or more, so that a leak would leave 600"
    classes.loadedClassCount - before < 150
  }

  private void reload(int from, int to) {
    def own = new ScriptCompiler()
    def gone = new ReferenceQueue<Steps>()
    def waiting = [] as Set
    (from..<to).each { n ->
      def script = own.compile('sample.groovy', """\
          journey('sample') {
            trigger 'a', where { n == $n }
            steps { [1].each { log "\${contact.plan} $n" } }
          }""")
      script.steps().run(new RecordingScope())
      waiting << new WeakReference<Steps>(script.steps(), gone)
      own.release(script)
    }
    for (int tries = 0; tries < 50 && waiting; tries++) {
      System.gc()
      for (def one = gone.remove(200); one != null; one = gone.poll()) {
        waiting.remove(one)
      }
    }
    assert !waiting
  }
}
