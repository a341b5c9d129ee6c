package dev.sojourn.testkit

import dev.sojourn.core.replay.Effect
import dev.sojourn.core.replay.Entry
import dev.sojourn.core.replay.Journal
import dev.sojourn.core.replay.JournalCodec
import dev.sojourn.core.replay.Mode
import dev.sojourn.core.replay.Outcome
import dev.sojourn.core.replay.Replay
import dev.sojourn.core.replay.Segment
import dev.sojourn.dsl.ContactView
import dev.sojourn.dsl.EventView
import dev.sojourn.dsl.compile.ScriptCompiler
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/**
 * Journals as an earlier build stored them, each with the script that wrote them and the labels of its
 * stored definition. They are never edited: what does not replay here would not replay in production.
 */
class RecordedJournalsSpec extends Specification {
  @Shared @AutoCleanup ScriptCompiler compiler = new ScriptCompiler()

  def "the journal of '#name' still replays to its end"() {
    given:
    def script = compiler.compile("journeys/${name}.groovy", resource("${name}.groovy"))
    def labels = resource("${name}.labels").readLines()
    def segments = resource("${name}.journal").readLines().collect { line ->
      def (format, text) = line.split(' ', 2)
      JournalCodec.decode(format as int, text, labels)
    }
    def journal = Journal.of(0, 1, segments)

    when:
    def pass = Replay.next(script, journal, segment(), Mode.DRY)

    then:
    pass.outcome() == new Outcome.Finished()
    pass.newEntries() == []
    pass.effects() == []
    journal.label() == label

    where:
    name      || label
    'journey' || 'the end'
  }

  String resource(String file) {
    getClass().getResource("/journals/$file").getText('UTF-8')
  }

  Segment segment() {
    def nobody = new ContactView() {
          String getId() { throw new AssertionError((Object) 'a replay read the contact') }

          String getEmail() { getId() }

          Object get(String name) { getId() }
        }
    def begin = new EventView() {
          String getEventName() { 'begin' }

          Instant getOccurredAt() { Instant.EPOCH }

          Object get(String name) { null }
        }
    new Segment(Instant.parse('2030-01-01T00:00:00Z'), 1, nobody, begin, 'run-1', 'cart-7')
  }
}
