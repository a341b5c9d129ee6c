package dev.sojourn.hatchet.worker

import dev.sojourn.hatchet.HatchetException
import dev.sojourn.hatchet.HatchetException.Kind
import dev.sojourn.hatchet.worker.Connection.Effect
import dev.sojourn.hatchet.worker.Connection.Event
import spock.lang.Specification

/** The states of a session, without an engine, a clock or a thread. */
class ConnectionSpec extends Specification {

  Connection connection
  List<Effect> effects

  def setup() {
    def begun = Connection.begun()
    connection = begun.next()
    effects = begun.effects()
  }

  def "a session registers, listens, and is up with the first heartbeat that is taken"() {
    expect:
    effects == [new Effect.Register()]

    when:
    happens new Event.Registered('w1')

    then:
    effects == [new Effect.Listen('w1')]
    !connection.isUp()

    when:
    happens new Event.BeatTaken()

    then:
    effects == [new Effect.Up()]
    connection.isUp()
  }

  def "a first registration that #fails"() {
    when:
    happens failed(kind)

    then:
    effects*.class == asks

    where:
    fails                                   | kind             || asks
    'is refused for its token gives up'     | Kind.TOKEN       || [Effect.GiveUp]
    'is refused for its version gives up'   | Kind.TOO_OLD     || [Effect.GiveUp]
    'does not arrive is tried again'        | Kind.UNREACHABLE || [Effect.Pause]
  }

  def "a first registration that never arrives gives up in the end"() {
    when:
    (Connection.FIRST_TRIES + 1).times { happens failed(Kind.UNREACHABLE) }

    then:
    effects*.class == [Effect.GiveUp]
  }

  def "a worker that was connected once keeps registering, even with a token that is refused"() {
    given:
    up()
    happens new Event.BeatFailed(Kind.NOT_FOUND)

    when:
    50.times { happens failed(Kind.TOKEN) }

    then:
    effects*.class == [Effect.Pause]
  }

  def "a stream that ends is opened again for the same worker"() {
    given:
    up()

    when:
    happens new Event.StreamEnded(Kind.UNANSWERED)

    then:
    effects == [new Effect.Unlisten(), new Effect.Pause(0)]
    !connection.isUp()

    when:
    happens new Event.PauseOver()

    then:
    effects == [new Effect.Listen('w1')]
  }

  def "pauses grow with streams that were never confirmed, and begin anew after one that was"() {
    given:
    up()
    happens new Event.StreamEnded(Kind.UNANSWERED)

    when:
    happens new Event.PauseOver(), new Event.StreamEnded(Kind.UNANSWERED), new Event.PauseOver(), new Event.StreamEnded(Kind.UNANSWERED)

    then:
    effects.last() == new Effect.Pause(2)

    when:
    happens new Event.PauseOver(), new Event.BeatTaken(), new Event.StreamEnded(Kind.UNANSWERED)

    then:
    effects.last() == new Effect.Pause(0)
  }

  def "a heartbeat that is refused though the stream looks healthy has it opened again"() {
    given:
    up()

    when:
    happens new Event.BeatFailed(Kind.OUT_OF_TURN)

    then:
    effects == [new Effect.Unlisten(), new Effect.Pause(0)]
  }

  def "heartbeats may be refused for a moment after a stream was opened"() {
    given:
    happens new Event.Registered('w1')

    when:
    (Connection.SETTLING_BEATS - 1).times { happens new Event.BeatFailed(Kind.OUT_OF_TURN) }

    then:
    effects == [new Effect.BeatSoon()]

    when:
    happens new Event.BeatFailed(Kind.OUT_OF_TURN)

    then:
    effects == [new Effect.Unlisten(), new Effect.Pause(1)]
  }

  def "one heartbeat without an answer is nothing, two are a dead connection"() {
    given:
    up()

    when:
    happens new Event.BeatFailed(Kind.UNANSWERED), new Event.BeatTaken(), new Event.BeatFailed(Kind.UNANSWERED)

    then:
    effects == []

    when:
    happens new Event.BeatFailed(Kind.UNANSWERED)

    then:
    effects == [new Effect.Unlisten(), new Effect.Reconnect(), new Effect.Pause(0)]
  }

  def "a stream that ends because the engine does not know the worker leads to a new registration"() {
    given:
    up()

    when:
    happens new Event.StreamEnded(Kind.NOT_FOUND)

    then:
    effects == [new Effect.Unlisten(), new Effect.Forget(), new Effect.Register()]
  }

  def "that the worker is unknown counts though the stream it was asked for has ended"() {
    given:
    up()
    happens new Event.StreamEnded(Kind.UNANSWERED)

    when:
    happens new Event.BeatFailed(Kind.NOT_FOUND)

    then:
    effects == [new Effect.Unlisten(), new Effect.Forget(), new Effect.Register()]

    when:
    happens new Event.PauseOver()

    then: 'the pause of the stream is no reason to register twice'
    effects == []
  }

  def "an engine that does not know the worker gets a new registration, and the old tasks are given up"() {
    given:
    up()

    when:
    happens new Event.BeatFailed(Kind.NOT_FOUND)

    then:
    effects == [new Effect.Unlisten(), new Effect.Forget(), new Effect.Register()]

    when:
    happens new Event.Registered('w2')

    then:
    effects == [new Effect.Listen('w2')]
  }

  void up() {
    happens new Event.Registered('w1'), new Event.BeatTaken()
  }

  void happens(Event... events) {
    effects = []
    events.each {
      def step = connection.on(it)
      connection = step.next()
      effects = step.effects()
    }
  }

  static Event failed(Kind kind) {
    new Event.RegisterFailed(new HatchetException(kind, 'no'))
  }
}
