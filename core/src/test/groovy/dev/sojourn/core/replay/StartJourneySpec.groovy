package dev.sojourn.core.replay

import java.time.Duration
import spock.lang.Specification

/** Another journey is started, and its end awaited. */
class StartJourneySpec extends Specification {
  static final Closure TOUR = {
    def tour = startJourney('product-tour', properties: [plan: 'pro', __hops: 0])
    checkpoint "$tour.entered $tour.status"
    def end = tour.ended(within: Duration.ofDays(30))
    exit "$end.timedOut $end.status ${end ? 'left' : 'not left'}"
  }

  def "an event of its own starts the journey, and the run waits for that very event"() {
    given:
    def play = Play.of(TOUR).go()
    def starter = [__starter: 'run-1:0:1']

    expect:
    play.effects == [new Effect.Trigger('run-1:0:1', 'start:product-tour', [plan: 'pro', __hops: 0], null, null)]
    OwnEvents.properties(play.effects[0], 3) == [__hops: 3, __starter: 'run-1:0:1', plan: 'pro']
    play.need().events() == ['start:product-tour']
    play.journal.resume(play.arrival('start:product-tour')) instanceof Resumed.StillParked
    play.journal.resume(play.arrival('start:product-tour', [__starter: 'run-2:0:1'])) instanceof Resumed.StillParked
    play.journal.resume(play.arrival('start:product-tour', starter)) instanceof Resumed.Ended
  }

  def "where the contact is not in the journey, the run goes on at once: #seen"() {
    given:
    def play = Play.of(TOUR).go()
    play.answers[new Request.Started('product-tour', Play.idAt(play.now, 1))] = answer

    when:
    started(play)

    then:
    play.effects.last() == new Effect.Checkpoint(seen)
    play.outcome == new Outcome.Exited(end)

    and:
    play.restart().pass().outcome() == play.outcome
    play.effects.size() == 2

    where:
    answer                                       | seen                 || end
    Pasts.started(true, 'completed', 'run-2')    | 'true completed'     || 'false completed left'
    Pasts.started(true, 'exited', 'run-2')       | 'true exited'        || 'false exited left'
    Pasts.started(false, 'held_out', 'run-2')    | 'false held_out'     || 'false held_out not left'
    Pasts.notStarted()                           | 'false not_entered'  || 'false not_entered not left'
  }

  def "a journey that goes on is waited for: the end of that very enrolment, also when it came before the wait"() {
    given:
    def play = Play.of(TOUR).go()
    play.answers[new Request.Started('product-tour', Play.idAt(play.now, 1))] = Pasts.started(entered, 'active', 'run-2')

    when:
    started(play)

    then:
    play.need().events() == ['journey:completed', 'journey:exited', 'journey:failed']
    play.need().lookback() < Play.START
    play.journal.resume(play.arrival('journey:failed', [stateId: 'run-3'])) instanceof Resumed.StillParked

    when:
    play.now += Duration.ofDays(2)
    play.arrives('journey:failed', [stateId: 'run-2'])

    then:
    play.outcome == new Outcome.Exited('false failed left')

    where:
    entered << [true, false]
  }

  def "a journey that goes on too long leaves the run to itself"() {
    given:
    def play = Play.of(TOUR).go()
    play.answers[new Request.Started('product-tour', Play.idAt(play.now, 1))] = Pasts.started(true, 'active', 'run-2')

    when:
    started(play)
    play.timeOut()

    then:
    play.now == Play.START + Duration.ofDays(30)
    play.outcome == new Outcome.Exited('true active not left')
  }

  def "a start that is never taken in is not waited for for ever"() {
    given:
    def play = Play.of(TOUR).go()

    expect:
    play.timeOut().outcome == new Outcome.Exited('false not_entered not left')
    play.now == Play.START + Duration.ofDays(1)
  }

  def "at the end of too long a chain nobody enters, and the event is handed over to be refused"() {
    given:
    def play = Play.of(TOUR)
    play.trigger = [__hops: 16]

    expect:
    play.go().outcome == new Outcome.Exited('false not_entered not left')
    play.effects*.class == [Effect.Trigger, Effect.Checkpoint]
  }

  def "a script that asks for another journey than its journal diverges"() {
    given:
    def play = Play.of { startJourney 'tour' }.go()

    when:
    play.script = Play.script { startJourney 'detour' }

    then:
    play.pass().outcome().message() == "journeys/trial.groovy: journal has startJourney 'tour' at step 1, " +
        "the script asks for startJourney 'detour'; pin the old version or add the step after it"
  }

  def "a journey cannot start itself, nor may a trigger do what a start does: #code"() {
    expect:
    Play.of(body).go().failure.contains(message)

    where:
    code      | body                            || message
    'start'   | { -> startJourney 'trial' }     || 'a journey cannot start itself; begin its steps anew with startOver()'
    'trigger' | { -> trigger 'start:tour' }     || "'trigger' cannot make 'start:tour'"
  }

  private static void started(Play play) {
    play.arrives('start:product-tour', [__starter: 'run-1:0:1'])
  }
}
