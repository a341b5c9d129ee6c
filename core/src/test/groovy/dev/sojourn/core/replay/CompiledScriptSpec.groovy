package dev.sojourn.core.replay

import dev.sojourn.dsl.compile.ScriptCompiler
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** Sources as authors write them, through the compiler. */
class CompiledScriptSpec extends Specification {
  @Shared @AutoCleanup ScriptCompiler compiler = new ScriptCompiler()

  Play play(String steps) {
    def source = """\
      journey('trial') {
        name       'Trial'
        trigger    'user.created'
        entryLimit unlimited

        steps {
      ${steps.stripIndent().trim()}
        }
      }
      """.stripIndent()
    new Play(script: compiler.compile('journeys/trial.groovy', source))
  }

  def "a failure names the line of the script"() {
    expect:
    play('''
      checkpoint 'begun'
      throw new IllegalStateException('boom')
      ''').go().failure == 'journeys/trial.groovy:8: the script threw IllegalStateException: boom'
  }

  def "a divergence names both steps and the line, and executes nothing"() {
    given:
    def before = play("sendEmail 'welcome'\nsleepFor 2.days, label: 'after-welcome'").go().mailSent().restart()

    when:
    before.script = play("sendEmail 'welcome'\ncheckpoint 'new'\nsendEmail 'nudge'").script
    before.timeOut()

    then:
    before.failure == "journeys/trial.groovy:8: journal has sleep 'after-welcome' at step 2," +
        " the script asks for checkpoint 'new'; pin the old version or add the step after it"
    before.outcome.diverged()
    before.effects == []
  }

  @Timeout(30)
  def "a loop without end is stopped"() {
    expect:
    play('''
      def n = 0
      while (true) {
        n++
      }
      ''').go().failure.contains('a loop took more than 1000000 turns in one pass')
  }

  def "each with a wait inside needs no labels"() {
    given:
    def run = play('''
      ['a', 'b'].each { name ->
        sendEmail 'nudge', props: [name: "dear $name"]
        sleepFor 1.days
      }
      ''').go()
    def props = []

    when:
    2.times {
      props << run.need().props()
      run.restart().mailSent()
      run.restart().timeOut()
    }

    then:
    props == [[name: 'dear a'], [name: 'dear b']]
    run.outcome == new Outcome.Finished()
  }

  def "finally with a word and with a return changes nothing"() {
    expect:
    play(body).go().need().template() == 'welcome'

    where:
    body << [
      "try { sendEmail 'welcome' } finally { sendEmail 'nudge' }",
      "try { sendEmail 'welcome' } finally { return }"
    ]
  }

  def "a GString computed once is text, also the first time"() {
    given:
    def run = play('''
      def code = once('code') { "HELP-${contact.id}" }
      def facts = once('facts') { [who: "${contact.id}", n: 1, list: ["${code}"]] }
      sendEmail 'welcome', props: [code: code.toLowerCase(), who: facts.who, list: facts.list]
      ''')

    when:
    run.go()

    then:
    run.need().props() == [code: 'help-u1', who: 'u1', list: ['HELP-u1']]

    and:
    run.restart().mailSent().outcome == new Outcome.Finished()
  }

  def "the awaited event is read by the names of its properties"() {
    given:
    def run = play('''
      def use = waitForEvent 'feature.used', timeout: 5.days, where: where { times >= 3 }
      if (use.timedOut) {
        checkpoint 'late'
      } else {
        checkpoint "used ${use.properties.times}"
      }
      ''').go()

    when:
    def few = run.journal.resume(run.arrival('feature.used', [times: 2]))
    run.arrives('feature.used', [times: 3])

    then:
    few instanceof Resumed.StillParked
    run.effects == [new Effect.Checkpoint('used 3')]
  }

  def "a labelled journal is small"() {
    given:
    def run = play("sleepFor 30.days, label: 'a-rather-long-label'").go()
    def labels = run.script.definition().labels()

    expect:
    JournalCodec.encode(run.entries, labels).length() <= 45
    JournalCodec.decode(1, JournalCodec.encode(run.entries, labels), labels) == run.entries
  }
}
