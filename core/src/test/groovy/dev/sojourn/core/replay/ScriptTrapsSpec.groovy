package dev.sojourn.core.replay

import dev.sojourn.dsl.StepFailed
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.Timeout

/** What authors write that must neither break a run nor send anything twice. */
class ScriptTrapsSpec extends Specification {

  def "a word in finally does not replace the first signal"() {
    given:
    def play = Play.of {
      try {
        sendEmail 'welcome'
      } finally {
        sendEmail 'nudge'
      }
    }

    expect:
    play.go().need().template() == 'welcome'
    play.mailSent().need().template() == 'nudge'
    play.mailSent().outcome == new Outcome.Finished()
  }

  def "what goes wrong after a signal that was swallowed does not replace it"() {
    expect:
    Play.of {
      once('plan') {
        try {
          sleepFor Duration.ofDays(1)
        } catch (Error e) {
          'x' * 70_000
        }
      }
    }.go().failure.contains("'sleepFor' stands inside once 'plan'")
  }

  def "a return in finally does not end the run"() {
    expect:
    Play.of {
      try {
        sendEmail 'welcome'
      } finally {
        return
      }
    }.go().need().template() == 'welcome'
  }

  def "an exception in finally does not fail the run"() {
    expect:
    Play.of {
      try {
        sendEmail 'welcome'
      } finally {
        throw new IllegalStateException('not this')
      }
    }.go().need().template() == 'welcome'
  }

  def "catch (#caught.simpleName) does not swallow a signal"() {
    given:
    def play = Play.of {
      try {
        sendEmail 'welcome'
      } catch (Throwable e) {
        if (!caught.isInstance(e)) {
          throw e
        }
      }
      log 'after'
      exit 'wrong'
    }

    expect:
    play.go().need().template() == 'welcome'
    play.effects == []

    where:
    caught << [Error, Throwable, Exception]
  }

  def "an author's catch (Exception) never sees a signal"() {
    given:
    def seen = []
    def play = Play.of {
      try {
        sendEmail 'welcome'
      } catch (Exception e) {
        seen << e
      }
    }

    expect:
    play.go().need().template() == 'welcome'
    seen == []
  }

  @Timeout(20)
  def "a loop that swallows every signal ends"() {
    expect:
    Play.of {
      while (true) {
        turn()
        try {
          sendEmail 'welcome'
        } catch (Error e) {
          log 'again'
        }
      }
    }.go().need().template() == 'welcome'
  }

  def "a closure that escapes its pass can call no word"() {
    given:
    def escaped = null
    def view = null
    def play = Play.of {
      escaped = { sendEmail 'nudge' }
      view = contact
      sendEmail 'welcome'
    }.go()

    when:
    escaped.call()

    then:
    def e = thrown(IllegalStateException)
    e.message.contains("'sendEmail' was called outside of the pass it belongs to")

    when:
    view.plan

    then:
    thrown(IllegalStateException)

    and:
    play.need().template() == 'welcome'
  }

  def "a word on another thread is refused there"() {
    given:
    def thrown = null
    def play = Play.of {
      def thread = Thread.start {
        try {
          sendEmail 'nudge'
        } catch (IllegalStateException e) {
          thrown = e
        }
      }
      thread.join()
      checkpoint 'done'
    }

    expect:
    play.go().outcome == new Outcome.Finished()
    thrown.message.contains('on their thread')
    play.entries == [new Entry.Reached('done')]
  }

  def "a GString in a map looks the same in the first pass and in every replay"() {
    given:
    def seen = []
    def play = Play.of {
      seen << once('code') { [text: "HELP-${1 + 1}", deep: ["${'x'}"], ("${'k'}" as String): 1.0f] }
      sendEmail 'welcome', props: [code: seen[-1].text, greeting: "Hi ${contact.id}"]
    }.go()

    when:
    play.restart().mailSent()

    then:
    seen[0] == seen[1]
    seen*.text*.class == [String, String]
    seen*.deep*.first()*.class == [String, String]
    seen*.k*.class == [BigDecimal, BigDecimal]
    seen*.toString().toSet().size() == 1
  }

  def "a mail's values are plain"() {
    given:
    def list = [1, 2]
    def play = Play.of {
      sendEmail 'welcome', subject: "${'S'}", props: [greeting: "Hi ${contact.id}", list: list]
    }.go()

    when:
    list << 3

    then:
    play.need().props() == [greeting: 'Hi u1', list: [1, 2]]
    play.need().props().greeting.class == String
    play.need().subject().class == String
  }

  def "a list mutated after it was recorded does not change the journal"() {
    given:
    def mine = [1, 2]
    def seen = []
    def refused = null
    def play = Play.of {
      def list = once('list') { mine }
      mine << 3
      try {
        list << 4
      } catch (UnsupportedOperationException e) {
        refused = e
      }
      seen << list
      sleepFor Duration.ofDays(1)
    }.go()

    when:
    play.restart().timeOut()

    then:
    refused != null
    seen == [[1, 2], [1, 2]]
  }

  def "instants and durations keep their types, in whole milliseconds"() {
    given:
    def seen = []
    def play = Play.of {
      seen << once('times') { [at: Instant.parse('2026-01-01T00:00:00.123456789Z'), gap: Duration.ofHours(3), '$t': 5] }
      sleepFor Duration.ofDays(1)
    }.go()

    when:
    play.restart().timeOut()

    then:
    seen[0] == [at: Instant.parse('2026-01-01T00:00:00.123Z'), gap: Duration.ofHours(3), '$t': 5]
    seen[1] == seen[0]
  }

  def "once runs its closure once, unless its segment was never committed"() {
    given:
    def keys = []
    def play = Play.of {
      once('code') { key -> keys << key; keys.size() }
      once('code') { key -> keys << key; keys.size() }
      sleepFor Duration.ofDays(1)
    }

    when: 'the process dies before the commit'
    play.pass()
    play.go()

    then:
    keys == ['run-1:0:code:1', 'run-1:0:code:2'] * 2

    when:
    keys.clear()
    play.restart().timeOut()

    then:
    keys == []
    play.outcome == new Outcome.Finished()
  }

  def "once may read the contact, the event and the clock"() {
    given:
    def value = null
    def play = Play.of { value = once('x') { "${contact.id} ${event.plan} ${now()}" } }

    expect:
    play.go().outcome == new Outcome.Finished()
    value == 'u1 pro 2026-03-01T09:00:00Z'
  }

  def "no other word may stand inside once"() {
    given:
    def play = Play.of {
      try {
        once('x') {
          body.delegate = delegate
          body.resolveStrategy = Closure.DELEGATE_FIRST
          body.call()
        }
      } catch (Throwable e) {
        log 'swallowed'
      }
    }

    expect:
    play.go().failure.contains("stands inside once 'x', where no other word may")
    play.entries == []

    where:
    body << [
      { sendEmail 'a' },
      { sleepFor Duration.ofDays(1) },
      { checkpoint 'a' },
      { once('y') { 1 } },
      { history.hasEvent('a') },
      { exit() },
      { log 'a' }
    ]
  }

  def "a once whose closure throws is recorded, so that an author may catch it"() {
    given:
    def calls = 0
    def caught = []
    def play = Play.of {
      try {
        once('x') { calls++; throw new IOException('refused') }
      } catch (StepFailed e) {
        caught << e.message
      }
      sleepFor Duration.ofDays(1)
    }.go()

    expect:
    play.restart().timeOut().outcome == new Outcome.Finished()
    caught == ['IOException: refused'] * 2
    calls == 1
  }

  def "once refuses #what"() {
    expect:
    Play.of { once('x') { value } }.go().failure.contains("once 'x' " + message)

    where:
    what           | value                          || message
    'a date'       | new Date(0)                    || "holds a 'java.util.Date'; text, numbers"
    'a closure'    | [1, [a: { 1 }]]                || "holds a '"
    'no number'    | [Double.NaN]                   || "holds the number 'NaN', which is not finite"
    'infinity'     | Float.POSITIVE_INFINITY        || "holds the number 'Infinity'"
    'a number key' | [(1): 2]                       || "holds a map with the key '1', which is no text"
    'a cycle'      | [].tap { it << it }            || 'is nested deeper than 100 levels'
  }

  def "a step that changes with something outside is reported and not executed"() {
    given:
    def coin = true
    def play = Play.of {
      if (coin) {
        sendEmail 'welcome'
      }
      sleepFor Duration.ofDays(1)
      sendEmail 'nudge'
    }.go().mailSent().restart()

    when:
    coin = false
    play.timeOut()

    then:
    play.outcome.diverged()
    play.failure.contains("journal has email 'welcome' at step 1, the script asks for sleep 'sleep'")
    play.effects == []
  }
}
