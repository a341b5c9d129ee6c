package dev.sojourn.runtime.email

import static dev.sojourn.dsl.definition.OnStopped.HOLD
import static dev.sojourn.dsl.definition.OnStopped.LEAVE

import dev.sojourn.core.mail.MailExtras
import dev.sojourn.dsl.definition.Cap
import dev.sojourn.dsl.definition.Caps
import dev.sojourn.runtime.preference.Preferences
import java.time.Duration
import java.time.Instant

/** How many mails an address gets, and which of them. */
class CapsDatabaseSpec extends MailerSpecification {
  static final DAY = Duration.ofDays(1)

  def "of #count mails to one address at once, in four processes, a cap of two lets exactly two out"() {
    given:
    caps = capped(2)
    def others = (1..3).collect { process() }
    def ada = contact('ada@example.com')
    def sends = (1..count).collect { queued(ada, journey: "j${it % 5}") }

    when:
    mailer()
    others*.mailer()
    sends.each { await(settled(it)) }

    then:
    provider.mails.size() == 2
    sends.count { outcome(it).told() == 'sent' } == 2
    sends.count { outcome(it).told() == 'skipped' && outcome(it).reason() == 'frequency_capped' } == count - 2

    where:
    count << [10, 60]
  }

  def "of what stops a mail the bar is told before the wish, and the wish before the cap: #told"() {
    given:
    caps = capped(1)
    def ada = contact('ada@example.com')
    mailer()
    await(settled(queued(ada)))
    said.each { prefer(ada, 'ada@example.com', it[0], it[1], [:]) }

    when:
    def second = queued(ada)
    await(settled(second))

    then:
    outcome(second).told() == told
    outcome(second).reason() == reason

    where:
    said            || told           | reason
    [[true, true]]  || 'suppressed'   | 'address_suppressed'
    [[false, true]] || 'unsubscribed' | 'unsubscribed_from_all'
    []              || 'skipped'      | 'frequency_capped'
  }

  def "a place gets free when a mail has left the window"() {
    given:
    caps = capped(1)
    def mailer = mailer()
    def ada = contact('ada@example.com')
    def first = queued(ada)
    await(settled(first))

    when:
    def second = queued(ada, onStopped: HOLD)

    then:
    eventually { assert view(second).reason() == 'frequency_capped' }
    view(second).status() == SendStatus.QUEUED
    view(second).dueAt() == view(first).admittedAt() + DAY

    when:
    clock.reaches(view(second).dueAt())
    mailer.nudge()
    await(settled(second))

    then:
    outcome(second).told() == 'sent'
  }

  def "a mail over the cap is left by its journey's wish"() {
    given:
    caps = capped(1)
    mailer()
    def ada = contact('ada@example.com')
    await(settled(queued(ada)))

    when:
    def send = queued(ada, onStopped: LEAVE)
    await(settled(send))

    then:
    outcome(send).told() == 'left'
    outcome(send).reason() == 'frequency_capped'
  }

  def "#what takes no place"() {
    given:
    caps = capped(1)
    mailer()
    def ada = contact('ada@example.com')
    provider.script = failures
    def first = queued(ada, options)
    await(settled(first))

    when:
    def second = queued(ada)
    await(settled(second))

    then:
    outcome(first).told() == told
    outcome(second).told() == 'sent'

    where:
    what                      | options                           | failures                                        || told
    'a mail that failed'      | [:]                               | [ProviderFailure.permanent('no such box', null)] || 'failed'
    'a mail of another owner' | [to: 'bob@example.com']           | []                                              || 'sent'
    'an exempt mail'          | [category: 'transactional']       | []                                              || 'sent'
    'a mail nobody can write' | [template: 'welcome', props: [:]] | []                                              || 'failed'
  }

  def "a mail that was let out, failed once and then met a bar #leaves"() {
    given:
    caps = cap
    provider.script = [ProviderFailure.retryable('busy', null)]
    def mailer = mailer()
    def ada = contact('ada@example.com')
    def first = queued(ada, options)
    eventually { assert view(first).error() == 'busy' }
    prefer(ada, 'ada@example.com', true, false, [:])
    clock.passes(Duration.ofMinutes(5))
    mailer.nudge()
    await(settled(first))

    when:
    await(database.run('update preferences set suppressed = false'))
    def second = queued(ada, options)
    await(settled(second))

    then:
    outcome(first).told() == 'suppressed'
    outcome(second).told() == 'sent'

    where:
    leaves           | cap       | options
    'takes no place' | capped(1) | [:]
    'makes no gap'   | Caps.NONE | [suppress: Duration.ofHours(1)]
  }

  def "a mail that another process lets out while the address is locked counts: #reason"() {
    given: 'a mailer that waits for the address'
    caps = cap
    def ada = contact('ada@example.com')
    def send = queued(ada, options)
    def holder = holding('ada@example.com')
    mailer()
    eventually { assert rows("select 1 from pg_locks where locktype = 'advisory' and not granted").size() == 1 }

    when:
    await(database.run('''insert into sends(id, contact_id, due_at, status, template, category, journey, to_email, admitted_at, sent_at)
        select $2::int8, s.contact_id, s.due_at, 'sent', s.template, s.category, s.journey, 'ada@example.com', s.due_at, s.due_at
        from sends s where s.id = $1::int8''', send, database.ids().next()))
    holder.release()

    then:
    await(settled(send)) != null
    outcome(send).told() == 'skipped'
    outcome(send).reason() == reason
    provider.mails.empty

    where:
    cap       | options                          || reason
    capped(1) | [:]                              || 'frequency_capped'
    Caps.NONE | [suppress: Duration.ofHours(1)]  || 'journey_suppressed'
  }

  def "a mail that goes whatever its reader wants passes the bar, the wish and the cap"() {
    given:
    caps = capped(1)
    prefer(contact('ada@example.com'), 'ada@example.com', true, true, [:])
    def orders = new Orders(database, clock, sends, new Preferences())
    mailer()

    when:
    2.times {
      await(orders.place(new MailOrder(null, 'ada@example.com', 'welcome', 'journey', null, null, [plan: 'pro'], null, MailExtras.NONE, true)))
    }

    then:
    eventually { assert provider.mails*.to() == ['ada@example.com'] * 2 }
  }

  def "a category's own cap counts that category"() {
    given:
    caps = new Caps(null, [news: new Cap(1, DAY)], [] as Set)
    mailer()
    def ada = contact('ada@example.com')

    when:
    def sends = ['news', 'journey', 'news', 'journey'].collect { queued(ada, category: it) }
    sends.each { await(settled(it)) }

    then:
    sends.count { outcome(it).told() == 'sent' } == 3
    rows("select category from sends where reason = 'frequency_capped'")*.getString(0) == ['news']
  }

  def "a retry of an admitted mail is not judged by the cap again"() {
    given:
    caps = capped(1)
    provider.script = [ProviderFailure.retryable('busy', null)]
    def mailer = mailer()
    def ada = contact('ada@example.com')
    def send = queued(ada)
    eventually { assert view(send).reason() == 'retrying' }

    when:
    clock.reaches(view(send).dueAt())
    mailer.nudge()
    await(settled(send))

    then:
    outcome(send).told() == 'sent'
    provider.messages.toSet().size() == 1
  }

  def "of mails due at once in one batch the larger priority takes the place"() {
    given:
    caps = capped(1)
    def ada = contact('ada@example.com')
    def low = queued(ada, journey: 'low')
    def high = queued(ada, journey: 'high', priority: 10)

    when:
    mailer()
    [low, high].each { await(settled(it)) }

    then:
    outcome(high).told() == 'sent'
    outcome(low).reason() == 'frequency_capped'
  }

  def "a mail steps back for one of larger priority that another sender has claimed, and goes once that is out"() {
    given: 'a process that holds the high one and is stopped before it lets it out'
    caps = capped(1)
    def ada = contact('ada@example.com')
    def high = queued(ada, journey: 'high', priority: 10)
    await(database.run("update sends set lease_until = \$1::timestamptz, epoch = 1", clock.instant() + Duration.ofSeconds(30)))
    def low = queued(ada, journey: 'low')

    when:
    def mailer = mailer()

    then:
    eventually { assert view(low).reason() == 'outranked' }
    view(low).status() == SendStatus.QUEUED
    provider.mails.empty

    when: 'its lease runs out'
    await(database.run("update sends set lease_until = null where id = \$1::int8", high))
    mailer.nudge()
    await(settled(high))
    await(settled(low))

    then:
    outcome(high).told() == 'sent'
    outcome(low).reason() == 'frequency_capped'
  }

  def "a mail does not wait for ever for one of larger priority that never goes"() {
    given:
    def ada = contact('ada@example.com')
    def high = queued(ada, journey: 'high', priority: 10)
    await(database.run("update sends set lease_until = \$1::timestamptz, epoch = 1", clock.instant() + Duration.ofDays(1)))
    def low = queued(ada, journey: 'low', priority: -10)
    def mailer = mailer()

    when:
    (1..8).each { times ->
      eventually { assert yields(low) >= times }
      clock.passes(Duration.ofSeconds(15))
      mailer.nudge()
    }
    await(settled(low))

    then:
    outcome(low).told() == 'sent'
    yields(low) == 8
    view(high).status() == SendStatus.QUEUED
  }

  def "nobody steps back for #what"() {
    given:
    def ada = contact('ada@example.com')
    def other = contact('bob@example.com')
    def high = queued([ada: ada, bob: other][whose], options)
    await(database.run("update sends set lease_until = \$1::timestamptz, epoch = 1", clock.instant() + Duration.ofSeconds(30)))
    if (later) await(database.run("update sends set due_at = \$1::timestamptz", clock.instant() + DAY))
    def low = queued(ada, priority: 5)

    when:
    mailer()
    await(settled(low))

    then:
    outcome(low).told() == 'sent'
    yields(low) == 0
    view(high).status() == SendStatus.QUEUED

    where:
    what                           | whose | options        | later
    'a mail of the same priority'  | 'ada' | [priority: 5]  | false
    'a mail of less priority'      | 'ada' | [priority: 1]  | false
    'a mail to somebody else'      | 'bob' | [priority: 10] | false
    'a mail that is due later'     | 'ada' | [priority: 10] | true
  }

  def "a mail that a journey in force outranks becomes due a moment later, so that mails of one event meet"() {
    when:
    def ada = contact('ada@example.com')
    def low = queued(ada, outranked: true)
    def high = queued(ada, priority: 10)

    then:
    Duration.between(view(high).dueAt(), view(low).dueAt()) > Duration.ofMillis(500)
  }

  def "of mails of #journeys journeys to #people people, whoever sends them, the place goes to the largest priority"() {
    given:
    caps = capped(1)
    def contacts = (1..people).collect { contact("p$it@example.com") }
    def others = (1..2).collect { process() }
    def random = new Random(5)
    def sends = contacts.collectEntries { person ->
      def ranks = (1..journeys).toList().tap { Collections.shuffle(it, random) }
      [person, ranks.collectEntries { [it, send(person, [journey: "j$it".toString(), priority: it])] }]
    }
    await(database.transaction { tx -> this.sends.queue(tx, sends.values()*.values().flatten().tap { Collections.shuffle(it, random) }) })

    when:
    mailer()
    others*.mailer()
    sends.values()*.values().flatten().each { await(settled(it.id())) }

    then:
    sends.every { person, ranked -> outcome(ranked[journeys].id()).told() == 'sent' }
    provider.mails.size() == people

    where:
    journeys | people
    4        | 40
  }

  private int yields(long send) {
    rows('select yields from sends where id = $1::int8', send)[0].getShort(0)
  }

  private static Caps capped(int count) {
    new Caps(new Cap(count, DAY), [:], ['transactional'] as Set)
  }
}
