package dev.sojourn.core.replay

import dev.sojourn.dsl.compile.InvalidScript
import dev.sojourn.dsl.compile.ScriptCompiler
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** {@code when} and {@code date} as authors write them, through the compiler and the journal. */
class WhenWordsSpec extends Specification {
  @Shared @AutoCleanup ScriptCompiler compiler = new ScriptCompiler()

  Play play(String steps, Map<String, Object> properties = [timezone: 'Europe/Berlin']) {
    new Play(
        script: compiler.compile('journeys/trial.groovy', """\
journey('trial') {
  trigger 'user.created'
  steps {
$steps
  }
}"""),
        now: Instant.parse('2026-06-01T12:00:00Z'),
        contact: [id: 'u1', email: 'ada@example.com'] + properties)
  }

  def "'#code' waits until #instant"() {
    expect:
    play("sleepUntil $code", [timezone: 'Europe/Berlin', renewsAt: '2026-08-01', endsAt: '2026-06-09T10:00:00Z'])
        .go().outcome.request().deadline() == Instant.parse(instant)

    where:
    code                                                            || instant
    "when.next(monday).at('09:00')"                                 || '2026-06-08T07:00:00Z'
    "when.next(sunday).at('09:00')"                                 || '2026-06-07T07:00:00Z'
    "when.next('mon').at('18:00')"                                  || '2026-06-01T16:00:00Z'
    "when.nextLocal('14:00')"                                       || '2026-06-02T12:00:00Z'
    "when.tomorrow().at('08:00')"                                   || '2026-06-02T06:00:00Z'
    "when.in(3.days).at('08:00')"                                   || '2026-06-04T06:00:00Z'
    "when.in(1.month).at('08:00')"                                  || '2026-07-01T06:00:00Z'
    "when.tz('America/New_York').nextLocal('14:00')"                || '2026-06-01T18:00:00Z'
    "when.window('09:00', '17:00').tomorrow().at('07:00')"          || '2026-06-02T07:00:00Z'
    "when.ifPast('now').nextLocal('09:00') + 1.hour"                || '2026-06-01T13:00:00Z'
    "when.on(contact.renewsAt).minus(30.days).at('09:00')"          || '2026-07-02T07:00:00Z'
    "((when.on(contact.renewsAt) - 1.month).at('09:00'))"           || '2026-07-01T07:00:00Z'
    "date(contact.renewsAt) - 30.days"                              || '2026-07-01T22:00:00Z'
    "date(contact.endsAt)"                                          || '2026-06-09T10:00:00Z'
  }

  def "instants that are built are compared: #code"() {
    expect:
    play("if ($code) exit 'yes'", [renewsAt: '2026-08-01']).go().outcome == new Outcome.Exited('yes')

    where:
    code << [
      "when.tomorrow().at('08:00') > now()",
      "date(contact.renewsAt) - 30.days > now()",
      "date(contact.renewsAt) - now() > 30.days",
      "contact.renewsAt && now() < date(contact.renewsAt)",
    ]
  }

  def "a replay builds the instant it built before, whatever became of the zone and the clock"() {
    given:
    def play = play("def at = when.nextLocal('15:00')\ncheckpoint 'a'\nsendEmail 'welcome'\nexit at.toString()").go()

    when:
    play.contact.timezone = 'America/New_York'
    play.now = play.now.plusSeconds(86_400)
    play.mailSent()

    then:
    play.outcome == new Outcome.Exited('2026-06-01T13:00:00Z')
  }

  def "a builder that is kept over a wait goes with the time"() {
    expect:
    play("""
        def morning = when.window('09:00', '17:00')
        sleepUntil morning.nextLocal('09:00')
        sleepUntil morning.nextLocal('09:00')
        """).go().timeOut().outcome.request().deadline() == Instant.parse('2026-06-03T07:00:00Z')
  }

  def "#code is refused before anything runs: #message"() {
    when:
    play(code)

    then:
    def e = thrown(InvalidScript)
    e.diagnostics()*.toString() == ["journeys/trial.groovy:4:$column: $message"]

    where:
    code                                     | column | message
    "sleepUntil when.next('mo').at('09:00')" | 22     | "'mo' is no day of the week; write it as 'mon' or 'monday'"
    "sleepUntil when.next(mondy).at('09:00')"| 22     | "no name 'mondy' here; did you mean 'monday'?"
    "sleepUntil when.nextLocal('9:00')"      | 27     | "'9:00' is no time of day; write it with two digits each, such as '09:00'"
    "sleepUntil when.tomorrow().at('9')"     | 31     | "'9' is no time of day; write it with two digits each, such as '09:00'"
    "def w = when.window('09:00', '17')"     | 30     | "'17' is no time of day; write it with two digits each, such as '09:00'"
    "def w = when.tz('Berlin')"              | 17     | "'Berlin' is no time zone; write one such as 'Europe/Berlin' or 'UTC'"
    "def w = when.ifPast('later')"           | 21     | "ifPast takes 'next' or 'now', not 'later'"
    "sleepUntil when.tomorrow()"             | 1      | "'sleepUntil' does not take (a day, whose time .at('09:00') gives); it takes (an instant such as now())"
    "sleepUntil when.tomorow().at('09:00')"  | 24     | "when has no 'tomorow' that takes (); did you mean 'tomorrow'?"
    "once('a') { when.nextLocal('09:00') }"  | 13     | "no other word may stand inside once { }; write 'when' before it"
  }
}
