package dev.sojourn.core.replay

import java.time.Duration
import spock.lang.Specification
import spock.lang.Timeout

class LimitsSpec extends Specification {

  def "a journal holds at most 10 000 entries"() {
    given:
    def play = Play.of { 10_001.times { checkpoint 'turn' } }.go()

    expect:
    play.failure == "journeys/trial.groovy: journey 'trial', step 10001 (checkpoint 'turn'):" +
        ' a journal holds at most 10000 entries'
    !play.outcome.diverged()
  }

  def "a journal holds at most 1 MB"() {
    expect:
    Play.of { 20.times { once("v$it".toString()) { 'x' * 60_000 } } }.go().failure ==
        "journeys/trial.groovy: journey 'trial', step 17 (once 'v16'): a journal holds at most 1000000 bytes"
  }

  def "what earlier segments hold counts"() {
    given:
    def play = Play.of { 20.times { once("v$it".toString()) { 'x' * 60_000 }; sleepFor Duration.ofDays(1) } }.go()

    when:
    while (play.outcome instanceof Outcome.Needs) {
      play.restart().timeOut()
    }

    then:
    play.failure.contains('1000000 bytes')
  }

  def "a value takes at most 64 KB: #what"() {
    expect:
    Play.of(body).go().failure.contains('a value may take 65536 bytes, this one takes')

    where:
    what        | body
    'once'      | ({ once('x') { 'x' * 70_000 } })
    'wide text' | ({ once('x') { 'é' * 33_000 } })
    'log'       | ({ log 'x' * 70_000 })
    'props'     | ({ sendEmail 'welcome', props: [a: 'x' * 70_000] })
  }

  @Timeout(20)
  def "a loop without end is stopped by its turns"() {
    expect:
    Play.of { while (true) { turn() } }.go().failure ==
        "journeys/trial.groovy: journey 'trial', step 0: a loop took more than 1000000 turns in one pass; end it earlier"
  }

  @Timeout(20)
  def "an interrupted pass ends at the next #what"() {
    given:
    def play = Play.of { Thread.currentThread().interrupt(); code.delegate = delegate; code.call() }

    expect:
    play.go().failure.contains("journey 'trial', step 0: a pass may take 30 s, this one was interrupted")
    !Thread.interrupted()

    where:
    what       | code
    'turn'     | ({ while (true) { turn() } })
    'word'     | ({ checkpoint 'x' })
    'blocking' | ({ new Object().with { o -> synchronized (o) { o.wait() } } })
    'once'     | ({ Thread.interrupted(); once('x') { throw new InterruptedException() } })
  }

  def "a recursion without end fails the run"() {
    given:
    def recurse
    recurse = { recurse.call() }

    expect:
    Play.of { recurse.call() }.go().failure.contains('methods or closures call each other without end')
  }

  def "a name is refused when it is #what"() {
    expect:
    Play.of { checkpoint name }.go().failure.contains("'checkpoint' needs a name of 1 to 200 characters")

    where:
    what       | name
    'empty'    | ''
    'too long' | 'x' * 201
  }

  def "a park is at most a hundred years long"() {
    expect:
    Play.of(body).go().failure.contains('at most 36500 days')

    where:
    body << [
      { sleepFor Duration.ofDays(40_000) },
      { sleepUntil java.time.Instant.MAX },
      { waitForEvent 'x', timeout: Duration.ofSeconds(Long.MAX_VALUE) },
    ]
  }
}
