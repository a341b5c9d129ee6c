package dev.sojourn.core.replay

import dev.sojourn.dsl.compile.Script
import dev.sojourn.dsl.compile.ScriptCompiler
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** What a new script makes of a run parked in the sleep of {@link #OWN}. */
class ReplayVerdictSpec extends Specification {
  static final List<String> OWN = ["checkpoint 'in'", "sleepFor 2.days, label: 'pause'", "sendEmail 'tips'"]

  @Shared @AutoCleanup ScriptCompiler compiler = new ScriptCompiler()
  @Shared Script pinned
  @Shared Play parked

  def setupSpec() {
    pinned = script(OWN)
    parked = new Play(script: pinned).go()
  }

  Script script(List<String> steps) {
    compiler.compile('journeys/trial.groovy', """\
journey('trial') {
  trigger    'user.created'
  entryLimit unlimited

  steps {
    ${steps.join('\n    ')}
  }
}
""")
  }

  ReplayVerdict verdict(List<String> steps, Script own = pinned) {
    ReplayVerdict.of(script(steps), own, parked.journal, parked.segment())
  }

  def "its own script and one that differs only in what is not asked stay the same"() {
    expect:
    verdict(OWN) instanceof ReplayVerdict.Same
    verdict(OWN + ["checkpoint 'later'"]) instanceof ReplayVerdict.Same
    verdict(["checkpoint 'in'", "sleepFor 3.days, label: 'pause'", "sendEmail 'tips'"]) instanceof ReplayVerdict.Same
  }

  def "a step after the park is gained, and a step that is gone shows too"() {
    expect:
    verdict(OWN[0..1] + ["sendEmail 'nudge'"] + OWN[2]) == new ReplayVerdict.Gains("email 'nudge'", "email 'tips'")
    verdict(OWN[0..1]) == new ReplayVerdict.Gains('the end', "email 'tips'")
    verdict(OWN[0..1] + ["exit 'enough'"]) == new ReplayVerdict.Gains("exit 'enough'", "email 'tips'")
  }

  def "a step before the park diverges, with line and step"() {
    expect:
    verdict(["checkpoint 'in'", "checkpoint 'more'"] + OWN[1..2]).message() ==
        "journeys/trial.groovy:7: journal has sleep 'pause' at step 2, the script asks for checkpoint 'more';" +
        ' pin the old version or add the step after it'
    verdict(["checkpoint 'in'"]) instanceof ReplayVerdict.Diverges
  }

  def "a script that breaks on the journal fails, unless the run's own does so as well"() {
    given:
    def breaking = OWN[0..1] + ["throw new IllegalStateException('no')"]

    expect:
    verdict(breaking).message() == 'journeys/trial.groovy:8: the script threw IllegalStateException: no'
    verdict(breaking + ['// own'], script(breaking)) instanceof ReplayVerdict.Same
  }

  def "without the run's own version, what comes after the journal counts as the same"() {
    expect:
    verdict(OWN[0..1], null) instanceof ReplayVerdict.Same
    verdict(["sendEmail 'first'"], null) instanceof ReplayVerdict.Diverges
  }

  def "each step of a journal has its line in the script"() {
    expect:
    Replay.lines(pinned, parked.journal, parked.segment()) == [6, 7]
    Replay.lines(script(["checkpoint 'in'", "checkpoint 'more'"]), parked.journal, parked.segment()) == [6]
  }
}
