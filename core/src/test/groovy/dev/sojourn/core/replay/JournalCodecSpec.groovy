package dev.sojourn.core.replay

import dev.sojourn.dsl.definition.Condition
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class JournalCodecSpec extends Specification {
  static final LABELS = ['welcome', 'nudge', 'used']
  static final AT = Instant.parse('2026-03-01T09:00:00.123Z')

  def "every entry comes back as it was: #entry.class.simpleName"() {
    expect:
    JournalCodec.decode(1, JournalCodec.encode([entry], LABELS), LABELS) == [entry]

    where:
    entry << [
      new Entry.Followed(Long.MAX_VALUE),
      new Entry.Carried(Long.MAX_VALUE, 7, 1, [week: 2, plan: null, at: Instant.parse('2026-01-01T00:00:00Z')]),
      new Entry.Seen(null, [:]),
      new Entry.Seen(AT, [plan: 'pro', 'n': null, '$t': 1, at: AT, deep: [[a: [1, 2.50]]]]),
      new Entry.Answered('history', 'used', true),
      new Entry.Answered('history', 'other', null),
      new Entry.Computed('code', [gap: Duration.ofDays(2), '$$': 'x', big: 12345678901234567890G]),
      new Entry.Broke('code', 'IOException: "no"\u0000'),
      new Entry.Reached('welcome'),
      new Entry.Reached('elsewhere'),
      new Entry.Logged('a line\n'),
      new Entry.SleepOpened('sleep', AT, AT + Duration.ofDays(2)),
      new Entry.SleepOpened('nudge', AT, AT),
      new Entry.MailOpened('welcome', 'welcome', AT),
      new Entry.MailOpened('first', 'other', AT),
      new Entry.WaitOpened('used', ['used'], AT, AT + Duration.ofDays(2), [], null, null),
      new Entry.WaitOpened('use', ['used'], AT, AT, [], 'cart-1', null),
      new Entry.WaitOpened('use', ['used'], AT, AT, [], null, Duration.ofDays(1)),
      new Entry.WaitOpened('use', ['used'], AT, AT, [
        new Condition.Property('plan', Condition.Operator.NOT_EXISTS, null),
        new Condition.Or([
          new Condition.Property('seats', Condition.Operator.GTE, 50),
          new Condition.And([new Condition.Property('vip', Condition.Operator.EQ, true)])
        ])
      ], 'k', Duration.ofDays(1)),
      new Entry.WaitOpened('use', ['used'], AT, AT, [
        new Condition.Not(new Condition.Property('title', Condition.Operator.CONTAINS, 'x')),
        new Condition.Event('x', Condition.EventCheck.COUNT, Condition.Operator.GTE, 3L, Duration.ofDays(2)),
        new Condition.Event('x', Condition.EventCheck.NOT_EXISTS, null, null, null),
        new Condition.Email('welcome', Condition.EmailCheck.NOT_OPENED)
      ], null, null),
      new Entry.Elapsed(Long.MAX_VALUE),
      new Entry.Matched(123456789012345L, '', AT, [a: 1, b: null]),
      new Entry.Settled('sent', 'id', AT, null),
      new Entry.Settled('failed', 'id', null, 'why'),
      new Entry.Settled('skipped', 'id', AT, 'why'),
      new Entry.Settled('sent', 'id', null, null)
    ]
  }

  def "entries keep their order"() {
    given:
    def segment = [new Entry.Elapsed(Long.MAX_VALUE), new Entry.Seen(null, [a: 1]), new Entry.Reached('x'), new Entry.Logged('y')]

    expect:
    JournalCodec.decode(1, JournalCodec.encode(segment, []), []) == segment
    JournalCodec.decode(1, '[]', []) == []
  }

  def "the stored form of format 1 does not change"() {
    expect:
    JournalCodec.decode(1, text, LABELS) == entries
    JournalCodec.encode(entries, LABELS) == text

    where:
    text                                              || entries
    '[["s",-1,36666000123,172800000]]'                || [new Entry.SleepOpened('sleep', AT, AT + Duration.ofDays(2))]
    '[["m",-1,0,36666000123]]'                        || [new Entry.MailOpened('welcome', 'welcome', AT)]
    '[["o","sent","01",36666000123],["p","end"]]'     || [new Entry.Settled('sent', '01', AT, null), new Entry.Reached('end')]
    '[["w",-1,2,36666000123,1000,[["eq","a",1]],null]]' || [new Entry.WaitOpened('used', ['used'], AT, AT.plusMillis(1000), [new Condition.Property('a', Condition.Operator.EQ, 1)], null, null)]
    '[["w",-1,2,36666000123,1000,[["or",["lt","a",1],["not",["contains","b","x"]]]],null]]' || [new Entry.WaitOpened('used', ['used'], AT, AT.plusMillis(1000), [new Condition.Or([new Condition.Property('a', Condition.Operator.LT, 1), new Condition.Not(new Condition.Property('b', Condition.Operator.CONTAINS, 'x'))])], null, null)]
    '[["e",42]]'                                      || [new Entry.Elapsed(42)]
    '[["e"],["c",0,{"plan":"pro"}]]'                  || [new Entry.Elapsed(Long.MAX_VALUE), new Entry.Seen(Instant.parse('2025-01-01T00:00:00Z'), [plan: 'pro'])]
  }

  def "a parked one-step journey takes few bytes"() {
    given:
    def month = [new Entry.SleepOpened('sleep', AT, AT + Duration.ofDays(30))]
    def mail = [new Entry.MailOpened('welcome', 'welcome', AT)]

    expect:
    JournalCodec.encode(month, LABELS).length() <= 45
    JournalCodec.encode(mail, LABELS).length() <= 45
  }

  def "a format or a text that is unknown is refused"() {
    when:
    JournalCodec.decode(format, text, LABELS)

    then:
    def e = thrown(IllegalArgumentException)
    e.message.contains(message)

    where:
    format | text            || message
    2      | '[]'            || 'a newer one must take it'
    0      | '[]'            || 'reads up to 1'
    1      | '[["zz"]]'      || 'unknown tag zz'
    1      | '[["p"'         || 'no JSON'
    1      | '[["p",17]]'    || 'names label 17'
    1      | '{}'            || "is expected"
  }
}
