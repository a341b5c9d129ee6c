package dev.sojourn.core.replay

import dev.sojourn.dsl.RunScope
import dev.sojourn.dsl.StepFailed
import dev.sojourn.dsl.compile.Steps
import java.time.Duration
import spock.lang.Specification

/** Random bodies, with every answer from outside drawn from the same seed. */
class ReplayPropertySpec extends Specification {
  static final WORDS = [
      'mail', 'sleep', 'nap', 'wait', 'once', 'broken', 'checkpoint', 'log', 'history', 'contact', 'now', 'count',
      'guard', 'variant', 'trigger', 'set']
  static final ANSWERS = [
      (new Request.CountEvents('used', null)): 3L, (new Request.Subscribed()): true]

  def "a run cut after every commit, and after every pass, gives the same journal (seed #seed)"() {
    given:
    def random = new Random(seed)

    expect:
    40.times {
      def words = (0..<(1 + random.nextInt(12))).collect { WORDS[random.nextInt(WORDS.size())] }
      def whole = drive(words, seed) { play -> }
      assert whole.outcome == new Outcome.Finished()
      assert drive(words, seed) { play -> play.restart() } == whole
      assert drive(words, seed) { play -> play.pass(); play.restart(); play.pass() } == whole
    }

    where:
    seed << [new Random().nextLong(), 11L, 12L]
  }

  def "every prefix of a journal replays to the same next entry (seed #seed)"() {
    given:
    def random = new Random(seed)

    expect:
    25.times {
      def words = (0..<(1 + random.nextInt(10))).collect { WORDS[random.nextInt(WORDS.size())] }
      def whole = drive(words, seed) { play -> }
      def script = Play.scriptOf(body(words, []))
      whole.segments.eachWithIndex { segment, number ->
        (0..segment.size()).each { length ->
          if (length == 0 && number > 0) {
            return
          }
          def prefix = segment.take(length)
          def journal = Journal.of(0, Play.idAt(Play.START), whole.segments.take(number)).plus(prefix)
          def play = new Play(script: script, journal: journal, now: whole.times[number])
          play.contact = contact(seed, number)
          play.past = ['past'] as Set
          play.answers = ANSWERS
          def pass = play.go()
          assert !(pass.outcome instanceof Outcome.Failed)
          assert withoutReads(play.journal.pending()) == withoutReads(segment)
        }
      }
    }

    where:
    seed << [new Random().nextLong(), 21L, 22L]
  }

  def withoutReads(List<Entry> entries) {
    entries.findAll { !(it instanceof Entry.Seen) }
  }

  def contact(long seed, int segment) {
    [id: 'u1', email: null, plan: 'plan ' + (seed + segment) % 5]
  }

  /** Runs to the end; what the script saw in its last pass, the entries and the effects. */
  def drive(List<String> words, long seed, Closure cut) {
    def seen = []
    def play = new Play(script: Play.scriptOf(body(words, seen)))
    def times = [play.now]
    play.past = ['past'] as Set
    play.answers = ANSWERS
    play.contact = contact(seed, 0)
    play.go()
    def outcomes = new Random(seed)
    while (play.outcome instanceof Outcome.Needs) {
      cut(play)
      play.contact = contact(seed, times.size())
      times << end(play, outcomes)
    }
    [
      outcome: play.outcome,
      segments: play.journal.segments() + [play.journal.pending()],
      effects: play.effects,
      seen: seen.last(),
      times: times
    ]
  }

  def end(Play play, Random random) {
    def need = play.need()
    def draw = random.nextInt(4)
    if (need instanceof Request.SendMail) {
      play.mailSent(['sent', 'skipped', 'failed', 'suppressed'][draw], 'why')
    } else if (need instanceof Request.AwaitEvent && draw < 2) {
      play.now = play.now + Duration.ofMinutes(draw + 1)
      play.arrives('used', [n: draw])
    } else {
      play.timeOut()
    }
    play.now
  }

  Steps body(List<String> words, List<List> passes) {
    { RunScope scope ->
      def seen = []
      passes << seen
      words.eachWithIndex { word, i ->
        switch (word) {
          case 'mail':
            try {
              def mail = scope.sendEmail([props: [i: "$i"]], 'welcome')
              seen << [mail.status, mail.sendId, mail.sentAt, mail.reason, mail.sent]
            } catch (StepFailed e) {
              seen << e.message
            }
            break
          case 'sleep': scope.sleepFor(Duration.ofMinutes(i + 1)); break
          case 'nap': scope.sleepFor(Duration.ZERO); break
          case 'wait': seen << scope.waitForEvent([timeout: Duration.ofHours(1)], 'used'); break
          case 'once': seen << scope.once('value') { key -> [key: "${key}", n: i] }; break
          case 'broken':
            try {
              scope.once('broken') { throw new IOException("no $i") }
            } catch (StepFailed e) {
              seen << e.message
            }
            break
          case 'checkpoint': scope.checkpoint("at $i"); break
          case 'log': scope.log("line ${i}"); break
          case 'history': seen << scope.history.hasEvent(i % 2 ? 'past' : 'never'); break
          case 'count': seen << scope.history.countOf('used'); break
          case 'guard': seen << scope.guard.subscribed; break
          case 'variant': seen << scope.variant('subject', 'a', 'b'); break
          case 'trigger': scope.trigger([properties: [i: i]], 'went'); break
          case 'set': scope.setContact([plan: i % 2 ? null : "set $i"]); break
          case 'contact': seen << scope.contact.get('plan'); break
          default: seen << scope.now()
        }
      }
    } as Steps
  }
}
