package dev.sojourn.core.fold

import dev.sojourn.core.admission.Admission
import dev.sojourn.core.admission.Reason
import dev.sojourn.core.admission.Standing
import dev.sojourn.core.replay.Entry
import dev.sojourn.core.replay.Journal
import dev.sojourn.dsl.definition.EntryLimit
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** Trigger events that come after the last digest of a run. */
class StragglersSpec extends Specification implements FoldFixture {
  static final Instant BEGUN = Instant.parse('2026-03-01T09:00:00Z')

  def "they are looked for behind the last digest of the trigger's events, if the run had one: #what"() {
    given:
    def journal = Journal.of(0, 7, [entries])

    expect:
    Stragglers.of(journal, journey('cart'), '').map { it.after() }.orElse(null) == after

    where:
    what              | entries                                               || after
    'none'            | [asleep(), new Entry.Elapsed(9)]                       || null
    'of other events' | [asleep(), new Entry.Elapsed(9), asked('digest of')]   || null
    'not answered'    | [asleep(), new Entry.Elapsed(9), new Entry.Asked('digest', 'x')] || 9
    'one'             | [asleep(), new Entry.Elapsed(9), asked('digest')]      || 9
    'a wait after it' | [asleep(), new Entry.Elapsed(9), asked('digest'), asleep(), new Entry.Elapsed(20)] || 9
    'two'             | [asleep(), new Entry.Elapsed(9), asked('digest'), asleep(), new Entry.Elapsed(20), asked('digest')] || 20
  }

  def "a round that gathered nothing knows of the one before it"() {
    given:
    def journal = Journal.of(0, 7, [[asleep(), new Entry.Elapsed(9), asked('digest')]]).startOver([:])

    expect:
    Stragglers.of(journal, journey('cart'), '').get().after() == 9
  }

  def "one is a later event of the trigger that fulfils its conditions and yields the run's key: #id #name #scalars #key"() {
    given:
    def keyed = new Stragglers(journey('cart', on: 'viewed', where: [plan: 'pro'], key: 'cart'), 'a', 9)

    expect:
    keyed.has(id, name, scalars, key) == isOne

    where:
    id | name     | scalars       | key  || isOne
    10 | 'viewed' | [plan: 'pro'] | 'a'  || true
    9  | 'viewed' | [plan: 'pro'] | 'a'  || false
    10 | 'used'   | [plan: 'pro'] | 'a'  || false
    10 | 'viewed' | [:]           | 'a'  || false
    10 | 'viewed' | [plan: 'pro'] | 'b'  || false
    10 | 'viewed' | [plan: 'pro'] | null || false
  }

  def "a journey without keys has stragglers of runs without a key only"() {
    given:
    def plain = journey('cart', on: 'viewed')

    expect:
    new Stragglers(plain, '', 9).has(10, 'viewed', [:], null)
    !new Stragglers(plain, 'a', 9).has(10, 'viewed', [:], null)
  }

  def "whoever comes again is let in by the guards that can have changed: #why"() {
    expect:
    Admission.again(journey(definition, 'cart'), new Standing(off, last, left, [] as Set), BEGUN)
        .map { it.reason() }.orElse(null) == why

    where:
    definition                                       | off   | last                         | left  || why
    [:]                                              | false | BEGUN                        | false || null
    [enabled: false]                                 | false | null                         | false || Reason.JOURNEY_DISABLED
    [:]                                              | true  | null                         | false || Reason.JOURNEY_DISABLED_BY_ADMIN
    [:]                                              | false | null                         | true  || Reason.USER_UNSUBSCRIBED
    [limit: new EntryLimit.Once()]                   | false | BEGUN                        | false || Reason.ALREADY_ENTERED_ONCE
    [limit: new EntryLimit.Once()]                   | false | null                         | false || null
    [limit: new EntryLimit.OncePer(Duration.ofDays(1))] | false | BEGUN - Duration.ofHours(23) | false || Reason.PERIOD_NOT_ELAPSED
    [limit: new EntryLimit.OncePer(Duration.ofDays(1))] | false | BEGUN - Duration.ofDays(1)   | false || null
  }

  private static Entry asleep() {
    new Entry.SleepOpened('x', BEGUN, BEGUN + Duration.ofDays(1))
  }

  private static Entry asked(String kind) {
    new Entry.Answered(kind, 'x', [])
  }
}
