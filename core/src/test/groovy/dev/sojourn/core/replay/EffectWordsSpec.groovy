package dev.sojourn.core.replay

import dev.sojourn.dsl.compile.Script
import dev.sojourn.dsl.compile.ScriptCompiler
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** The words that change something outside, and the draw of a variant. */
class EffectWordsSpec extends Specification {
  static final DAY = Duration.ofDays(1)

  @Shared @AutoCleanup ScriptCompiler compiler = new ScriptCompiler()

  def "an event is triggered once, each with a key of its own that stays the same"() {
    given:
    def body = {
      trigger 'went'
      history.hasEvent 'used'
      trigger 'came', properties: [n: 1, at: now()], value: 12.50, currency: 'eur', label: 'again'
      sleepFor DAY
      trigger 'went'
    }
    def play = Play.of(body)

    when:
    play.go()

    then:
    play.effects == [
        new Effect.Trigger('run-1:0:1', 'went', [:], null, null),
        new Effect.Trigger('run-1:0:3', 'came', [n: 1, at: Play.START], 12.50, 'EUR')]

    when: 'the process dies before the commit'
    def again = Play.of(body).go()

    then:
    again.effects == play.effects

    when:
    play.effects = []
    play.restart().timeOut()

    then:
    play.effects == [new Effect.Trigger('run-1:0:5', 'went', [:], null, null)]
    play.outcome == new Outcome.Finished()
  }

  def "a replay that asks for another event or another label than was triggered diverges"() {
    given:
    def play = Play.of { trigger 'went', label: 'first'; sleepFor DAY }.go()

    when:
    play.restart().script = Play.script(changed)
    play.outcome = play.pass().outcome()

    then:
    play.failure.contains("journal has trigger 'first' (went) at step 1, the script asks for $asked")

    where:
    changed                            || asked
    ({ trigger 'came', label: 'first' }) || "trigger 'first' (came)"
    ({ trigger 'went' })               || "trigger 'went'"
    ({ setContact plan: 'pro' })       || "setContact 'plan'"
  }

  def "an event is not triggered: #what"() {
    given:
    def play = Play.of(code).go()

    expect:
    play.failure.contains(what)
    play.effects == []

    where:
    code                                     || what
    ({ trigger 'journey:completed' })        || "'trigger' cannot make 'journey:completed', which is named like an event of the service's own"
    ({ trigger 'email.opened' })             || "'trigger' cannot make 'email.opened'"
    ({ trigger ' ' })                        || "'trigger' needs the name of an event, not one that is blank"
    ({ trigger 'a\0b' })                     || "'trigger' needs the name of an event, not one that is blank or holds the character NUL"
    ({ trigger 'went', value: 1, currency: 'euro' }) || "'trigger' takes a code of three letters, such as 'EUR', as 'currency', not 'euro'"
    ({ trigger 'went', properties: [a: new Object()] }) || "trigger 'went' has properties that holds a 'java.lang.Object'"
    ({ trigger 'went', value: Double.NaN })  || "trigger 'went' has a value that holds the number 'NaN', which is not finite"
  }

  def "the properties of a triggered event hold what the service says of it, and nothing of a script begins so"() {
    given:
    def effect = new Effect.Trigger('k', 'went', [n: 1, __hops: 0, __other: 2], value, currency)

    expect:
    OwnEvents.properties(effect, 3) == [__hops: 3] + told + [n: 1]

    where:
    value | currency || told
    null  | null     || [:]
    null  | 'EUR'    || [:]
    12.5  | null     || [__value: 12.5]
    12.5  | 'EUR'    || [__value: 12.5, __currency: 'EUR']
  }

  def "a chain of events that cause each other ends after sixteen"() {
    expect:
    OwnEvents.hopsAfter(cause).orElse(null) == hops

    where:
    cause          || hops
    [:]            || 1
    [__hops: 1]    || 2
    [__hops: 15]   || 16
    [__hops: 16]   || null
    [__hops: 'x']  || 1
  }

  def "a contact set is seen at once by the run, and after a park it is what is stored"() {
    given:
    def play = Play.of {
      checkpoint "$contact.plan".toString()
      setContact plan: 'pro', tags: ['a', "b${1}"], nick: null
      checkpoint "$contact.plan $contact.tags $contact.nick".toString()
      sleepFor DAY
      checkpoint "$contact.plan".toString()
    }
    play.contact += [plan: 'free', nick: 'Ada']
    def set = new Effect.SetContact([plan: 'pro', tags: ['a', 'b1'], nick: null])

    when:
    play.go()

    then:
    play.effects == [new Effect.Checkpoint('free'), set, new Effect.Checkpoint('pro [a, b1] null')]

    when:
    play.contact.plan = 'team'
    play.effects = []
    play.restart().timeOut()

    then:
    play.effects == [new Effect.Checkpoint('team')]
    play.outcome == new Outcome.Finished()
  }

  def "a replay sees what was set then, whatever the script would set now"() {
    given:
    def value = 1
    def play = Play.of {
      setContact seats: value
      checkpoint "$contact.seats".toString()
      sleepFor DAY
    }.go()

    when:
    value = 2
    play.restart().timeOut()

    then:
    play.outcome == new Outcome.Finished()
    play.effects*.class == [Effect.SetContact, Effect.Checkpoint]
  }

  def "a contact is set to what can be stored: #given is #kept"() {
    given:
    def play = Play.of {
      setContact value: given
      exit "$contact.value".toString()
    }.go()

    expect:
    play.effects == [new Effect.SetContact([value: kept])]
    play.outcome == new Outcome.Exited("$kept".toString())

    where:
    given                                     || kept
    'a\0b'                                    || 'ab'
    [at: Play.START, in: [DAY, true, 1L]]     || [at: '2026-03-01T09:00:00Z', in: ['PT24H', true, 1]]
  }

  def "a contact is not set: #what"() {
    expect:
    Play.of(code).go().failure.contains(what)

    where:
    code                                    || what
    ({ setContact email: 'b@example.com' }) || "'setContact' sets properties of the contact, not its 'email'"
    ({ setContact id: 'u2' })               || "'setContact' sets properties of the contact, not its 'id'"
    ({ setContact(['': 1]) })               || "'setContact' takes names of 1 to 200 characters, not one of 0"
    ({ setContact([('n' * 201): 1]) })        || "'setContact' takes names of 1 to 200 characters, not one of "
    ({ setContact text: 'x' * 70_000 })     || 'setContact has a value that'
  }

  def "a variant is the same for a contact at any time: #contact gets '#arm'"() {
    given:
    def play = new Play(script: welcome("'plain', 'bold', 'loud'"), contact: [id: contact])

    when:
    play.go()

    then:
    play.effects == [new Effect.Checkpoint(arm)]

    when: 'a deploy takes all arms away'
    play.restart().script = welcome("'other'")
    play.timeOut()

    then: 'the recorded one wins'
    play.outcome == new Outcome.Exited(arm)

    where:
    contact || arm
    'u1'    || 'loud'
    'u2'    || 'loud'
    'u3'    || 'bold'
  }

  private Script welcome(String arms) {
    compiler.compile('journeys/welcome.groovy', """\
journey('welcome') {
  trigger 'user.created'
  steps {
    def arm = variant('subject', $arms)
    checkpoint arm
    sleepFor 1.days
    exit arm
  }
}""")
  }

  def "another key is another step"() {
    given:
    def play = Play.of { variant 'subject', 'a', 'b'; sleepFor DAY }.go()

    when:
    play.restart().script = Play.script { variant 'time', 'a', 'b' }
    play.outcome = play.pass().outcome()

    then:
    play.failure.contains("journal has variant 'subject' at step 1, the script asks for variant 'time'")
  }

  def "a variant is not drawn: #what"() {
    expect:
    Play.of(code).go().failure.contains(what)

    where:
    code                              || what
    ({ variant 'no spaces', 'a' })    || "variant takes a key of 1 to 64 letters, digits, '_', '.' and '-', such as 'subject', not 'no spaces'"
    ({ variant 'subject' })           || "variant takes arms that all differ, not []"
    ({ variant 'subject', 'a', 'a' }) || "variant takes arms that all differ, not [a, a]"
  }
}
