package dev.sojourn.dsl.compile

import dev.sojourn.dsl.WaitResult
import java.time.Instant

/** What holds for every word, read from the scopes: a new one is covered when it is there. */
class WordsSpec extends ScriptSpecification {
  static final TOP_ONLY = WordBook.TOP.words() - WordBook.STEPS.words()
  static final STEPS_ONLY = WordBook.STEPS.words() - WordBook.TOP.words() - 'turn'

  def "'#word' of the top half is refused in steps"() {
    expect:
    stepsRefused("$word 'x'") == ["journeys/sample.groovy:4:1: '$word' belongs into the top half, in front of steps { }"]

    where:
    word << TOP_ONLY
  }

  def "'#word' of the steps is refused in the top half"() {
    expect:
    refused("journey('sample') {\n  trigger 'a'\n  $word 'x'\n  steps { }\n}")*.toString() ==
        ["journeys/sample.groovy:3:3: '$word' belongs into steps { }"]

    where:
    word << STEPS_ONLY
  }

  def "'#word' is refused inside once"() {
    when:
    def said = stepsRefused("once('label') { $word 'x'; 1 }")

    then:
    said == ["journeys/sample.groovy:4:17: no other word may stand inside once { }; write '$word' before it"]

    where:
    word << WordBook.STEPS.words() - 'turn' - 'where'
  }

  def "'#word' is no name for a variable"() {
    expect:
    stepsRefused("def $word = 3") == ["journeys/sample.groovy:4:5: '$word' is a word; give the variable another name"]

    where:
    word << WordBook.STEPS.words() - 'turn'
  }

  def "'#name:' of '#word' is missed, and known when it is misspelt"() {
    expect:
    !(name in book.required(word)) || problem(scope, "$word()").contains("'$word' needs '${book.required(word).min()}:'")
    problem(scope, "$word(${name}x: 1)").contains("'$word' takes no '${name}x:'; did you mean '$name'?")

    where:
    [scope, book, word, name] << [['', WordBook.STEPS], ['history.', WordBook.BEHIND.history], ['mail.', WordBook.MAIL], ['tour.', WordBook.JOURNEY]].collectMany { scope, book ->
      book.words().findAll { it != 'turn' }.collectMany { word -> book.named(word).collect { [scope, book, word, it] } }
    }
  }

  def "an answer is typed: #code"() {
    expect:
    run(code, [waited: new WaitResult(false, 'b', [plan: 'pro'], Instant.EPOCH)]).said.last() == 'yes'

    where:
    code << [
      "def first = waitForAny('a', 'b', timeout: 1.day)\nif (first.event.startsWith('b')) log 'yes'",
      "def change = waitForChange('plan', timeout: 1.day)\nif (!change.timedOut && change.properties.plan == 'pro') log 'yes'",
      "def all = digest(window: 1.hour)\nif (all.count + 1 == 1 && !all.truncated && all.events.every { it.name.size() > 1 } && all.flushedAt < now() + 1.day) log 'yes'",
      "def room = throttle(limit: 3, window: 1.day)\nif (room.allowed && room.remaining + room.count < 10) log 'yes'",
      "if (variant('subject', 'short', 'long').size() == 5) log 'yes'",
      "if (sendEmail('a').opened(within: 1.day)) log 'yes'",
      "def mail = sendEmail('a', onStopped: skip)\nif (!mail.clicked(within: 1.day, label: 'x') && mail.sentAt <= now()) log 'yes'",
      "if (history.countOf('a', within: 1.day) + 1 == 2) log 'yes'",
      "if (history.events('a', limit: 3).collect { it.occurredAt > now() }.empty) log 'yes'",
      "if (history.journey('a').completed && history.journey('a').lastCompletedAt <= now() && history.journey('a').entryCount < 2) log 'yes'",
      "if (history.email('a').sent && history.email('a').count == 1) log 'yes'",
      "if (guard.isSubscribed()) log 'yes'",
      "if (date(contact.renewsAt) - 1.day < now()) log 'yes'",
    ].collect { it.replace('contact.renewsAt', "'1970-01-01T00:00:00Z'") }
  }

  def "an effect takes what it is given: #code"() {
    expect:
    run(code).said == [said]

    where:
    code                                                  | said
    "trigger 'done', properties: [n: 2], value: 3.5, currency: 'EUR'" | 'trigger done [n:2]'
    "trigger 'done'"                                      | 'trigger done [:]'
    "setContact plan: 'pro', trialEndsAt: null"           | 'set [plan:pro, trialEndsAt:null]'
    "setContact 'first name': 'Ada'"                      | 'set [first name:Ada]'
  }

  def "#code is refused: #message"() {
    expect:
    stepsRefused(code) == ["journeys/sample.groovy:4:$message"]

    where:
    code                                             | message
    "waitForAny timeout: 1.day, where: 3"            | "28: 'where:' takes a block { plan == 'pro' }, not a whole number"
    "waitForAny ['a', 'b'], timeout: 1.day"          | "1: 'waitForAny' does not take (a list); it takes (text, text, …)"
    "digest window: 5"                               | "8: 'window:' takes a duration such as 2.days, not a whole number"
    "digest window: 1.hour, maxEvents: '5'"          | "24: 'maxEvents:' takes a whole number, not text"
    "sendEmail 'a', onStopped: 'skip'"               | "16: 'onStopped:' takes hold, skip or leave, not text"
    "sendEmail 'a', onStopped: skp"                  | "27: no name 'skp' here; did you mean 'skip'?"
    "trigger 'a', properties: 'b'"                   | "14: 'properties:' takes a map, not text"
    "setContact()"                                   | "1: 'setContact' does not take (); it takes (a map)"
    "sleepUntil date('2026-06-01') + 1.month"        | "12: an instant knows no months; count them from its day: (when.on(instant) + 1.month).at('09:00')"
    "history.journy 'a'"                             | "1: history has no 'journy'; did you mean 'journey'?"
    "guard.isSubscribd()"                            | "1: guard has no 'isSubscribd'; did you mean 'isSubscribed'?"
    "log digest(window: 1.day).cuont.toString()"     | "26: the result of digest has no 'cuont'; did you mean 'count'?"
    "log throttle(limit: 1, window: 1.day).alowed.toString()" | "38: the result of throttle has no 'alowed'; did you mean 'allowed'?"
  }

  def "the top half keeps what each word says: #word"() {
    expect:
    def definition = compiled("journey('sample') {\n  trigger 'a'\n  $word\n  steps { }\n}").definition()
    question(definition) == answer

    where:
    word                              | question                                     | answer
    "version 'summer'"                | { it.version() }                             | 'summer'
    "holdout percent: 12.5, salt: 'x'" | { [it.entry().holdout().percent(), it.entry().holdout().salt()] } | [12.5d, 'x']
    "onRepeat queue"                  | { it.entry().onRepeat().name() }             | 'QUEUE'
    "onRepeat restart"                | { it.entry().onRepeat().name() }             | 'RESTART'
    "sendBetween '09:00', '21:00'"    | { it.sending().hours().toString() }          | 'Hours[start=09:00, end=21:00]'
    "quietHours '22:00', '07:00'"     | { it.sending().hours().toString() }          | 'Hours[start=07:00, end=22:00]'
    "onStopped leave"                 | { it.sending().onStopped().name() }          | 'LEAVE'
    "name 'x'"                        | { it.sending().onStopped() }                 | null
    "priority 10"                     | { it.sending().priority() }                  | 10
    "priority(-100)"                  | { it.sending().priority() }                  | -100
    "name 'x'"                        | { it.sending().priority() }                  | 0
  }

  def "the top half refuses #line"() {
    expect:
    refused("journey('sample') {\n  trigger 'a'\n  $line\n  steps { }\n}")*.toString() == ["journeys/sample.groovy:3:$message"]

    where:
    line                              | message
    "holdout 10"                      | "3: 'holdout' needs 'percent:', such as percent: 5"
    "holdout percent: '10'"           | "11: 'percent:' takes a number, not text"
    "holdout percent: -1"             | "3: holdout takes 0 to 50 percent, not -1"
    "holdout percent: 50.5"           | "3: holdout takes 0 to 50 percent, not 50.5"
    "onRepeat again"                  | "12: no name 'again' here; 'onRepeat' takes (ignore, restart or queue)"
    "onRepeat queu"                   | "12: no name 'queu' here; did you mean 'queue'?"
    "sendBetween '09:00', '09:00'"    | "3: sendBetween takes two different times"
    "version '${'x' * 65}'"           | "3: version takes 1 to 64 characters"
    "suppress 0.days - 1.hour"        | "3: suppress takes a gap of zero or more, such as suppress 12.hours"
    "priority 101"                    | "3: priority takes a whole number from -100 to 100, not 101"
    "priority(-101)"                  | "3: priority takes a whole number from -100 to 100, not -101"
    "priority 'high'"                 | "3: 'priority' does not take (text); it takes (a whole number)"
    "trigger2 'a'"                    | "3: no journey word 'trigger2'; did you mean 'trigger'?"
  }

  private String problem(String scope, String call) {
    def code = scope == 'mail.' ? "def mail = sendEmail('a')\nmail.$call" : scope + call
    stepsRefused(code).join('\n')
  }
}
