package dev.sojourn.core.admission

import dev.sojourn.core.admission.Decision.Enter
import dev.sojourn.core.admission.Decision.HoldOut
import dev.sojourn.core.admission.Decision.Queue
import dev.sojourn.core.admission.Decision.Refuse
import dev.sojourn.core.admission.Decision.Restart
import dev.sojourn.core.draw.Draws
import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.Condition.Property
import dev.sojourn.dsl.definition.EntryLimit
import dev.sojourn.dsl.definition.EntryRule
import dev.sojourn.dsl.definition.Holdout
import dev.sojourn.dsl.definition.JourneyDefinition
import dev.sojourn.dsl.definition.OnRepeat
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.dsl.definition.Trigger
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

import static dev.sojourn.core.admission.Reason.ALREADY_ACTIVE
import static dev.sojourn.core.admission.Reason.ALREADY_ENTERED_ONCE
import static dev.sojourn.core.admission.Reason.JOURNEY_DISABLED
import static dev.sojourn.core.admission.Reason.JOURNEY_DISABLED_BY_ADMIN
import static dev.sojourn.core.admission.Reason.KEY_MISSING
import static dev.sojourn.core.admission.Reason.PERIOD_NOT_ELAPSED
import static dev.sojourn.core.admission.Reason.TRIGGER_CONDITIONS_NOT_MET
import static dev.sojourn.core.admission.Reason.USER_UNSUBSCRIBED

class AdmissionSpec extends Specification {

  static final NOW = Instant.parse('2025-06-01T12:00:00Z')

  def "a contact that nothing holds back enters"() {
    expect:
    decide([:], [:], [plan: 'pro']) == new Enter('')
    decide([key: 'orderId'], [liveKeys: ['6'] as Set], [plan: 'pro'], [orderId: '7']) ==
        new Enter('7')
  }

  def "the guards speak in order: with #broken and all after it broken the reason is #reason"() {
    given:
    def all = ['disabled', 'admin', 'where', 'key', 'limit', 'unsubscribed', 'active']
    def bad = all.drop(all.indexOf(broken)) as Set

    when:
    def decision = decide(
        [enabled: !('disabled' in bad), limit: new EntryLimit.Once(), key: 'orderId'],
        [switchedOff: 'admin' in bad,
         lastEntry: 'limit' in bad ? NOW : null,
         unsubscribed: 'unsubscribed' in bad,
         liveKeys: 'active' in bad ? ['7'] as Set : [] as Set],
        [plan: 'where' in bad ? 'free' : 'pro'],
        'key' in bad ? [:] : [orderId: '7'])

    then:
    decision instanceof Refuse
    decision.reason() == reason

    where:
    broken         || reason
    'disabled'     || JOURNEY_DISABLED
    'admin'        || JOURNEY_DISABLED_BY_ADMIN
    'where'        || TRIGGER_CONDITIONS_NOT_MET
    'key'          || KEY_MISSING
    'limit'        || ALREADY_ENTERED_ONCE
    'unsubscribed' || USER_UNSUBSCRIBED
    'active'       || ALREADY_ACTIVE
  }

  def "a refusal holds the values that decided"() {
    given:
    def once = [limit: new EntryLimit.Once()]
    def weekly = [limit: new EntryLimit.OncePer(Duration.ofDays(7))]
    def hourAgo = NOW - Duration.ofHours(1)

    expect:
    decide([:], [:], [plan: 'free']).compared() == [plan: 'free']
    decide([:], [:], [:]).compared() == [plan: null]
    decide([key: 'orderId'], [:], [plan: 'pro']).compared() == [key: 'orderId']
    decide(once, [lastEntry: hourAgo], [plan: 'pro']).compared() == [lastEntry: '2025-06-01T11:00:00Z']
    decide(weekly, [lastEntry: hourAgo], [plan: 'pro']).compared() ==
        [lastEntry: '2025-06-01T11:00:00Z', period: 'PT168H']
    decide([key: 'orderId'], [liveKeys: ['7'] as Set], [plan: 'pro'], [orderId: '7']).compared() ==
        [key: '7']
  }

  def "oncePer a day, last entered #ago ago: #outcome"() {
    when:
    def decision = decide(
        [limit: new EntryLimit.OncePer(Duration.ofDays(1))], [lastEntry: NOW - ago], [plan: 'pro'])

    then:
    decision == new Enter('') ? outcome == 'enters' : decision.reason() == PERIOD_NOT_ELAPSED

    where:
    ago                                 || outcome
    Duration.ZERO                       || 'refused'
    Duration.ofDays(1).minusMillis(1)   || 'refused'
    Duration.ofDays(1)                  || 'enters'
    Duration.ofDays(2)                  || 'enters'
  }

  def "an unlimited journey takes a contact again once it has ended"() {
    expect:
    decide([:], [lastEntry: NOW], [plan: 'pro']) == new Enter('')
    decide([:], [lastEntry: NOW, liveKeys: [''] as Set], [plan: 'pro']).reason() == ALREADY_ACTIVE
  }

  def "a live run of the same key and onRepeat #repeat: #decision"() {
    given:
    def rule = [onRepeat: repeat, key: 'orderId']

    expect:
    decide(rule, [liveKeys: ['7'] as Set], [plan: 'pro'], [orderId: '7']) == decision
    decide(rule, [liveKeys: ['6'] as Set], [plan: 'pro'], [orderId: '7']) == new Enter('7')

    where:
    repeat            || decision
    OnRepeat.IGNORE   || new Refuse(ALREADY_ACTIVE, [key: '7'])
    OnRepeat.RESTART  || new Restart('7')
    OnRepeat.QUEUE    || new Queue('7')
  }

  def "the buckets of the reference: u1 falls into #bucket of welcome with salt '#salt'"() {
    expect:
    Draws.holdout(salt ?: 'welcome', 'welcome', 'u1') == bucket
    decide([id: 'welcome', holdout: new Holdout(bucket / 100, salt)], [:], [plan: 'pro']) == new Enter('')
    decide([id: 'welcome', holdout: new Holdout((bucket + 1) / 100, salt)], [:], [plan: 'pro']) == new HoldOut()

    where:
    salt || bucket
    ''   || 2322
    's2' || 2159
  }

  def "who is held out neither restarts nor queues, and is told every other reason first"() {
    given:
    def held = [id: 'welcome', holdout: new Holdout(50, '')]

    expect:
    decide(held + [onRepeat: OnRepeat.QUEUE], [liveKeys: [''] as Set], [plan: 'pro']) == new HoldOut()
    decide(held + [onRepeat: OnRepeat.RESTART], [liveKeys: [''] as Set], [plan: 'pro']) == new HoldOut()
    decide(held, [unsubscribed: true], [plan: 'pro']).reason() == USER_UNSUBSCRIBED
    decide(held + [limit: new EntryLimit.Once()], [lastEntry: NOW], [plan: 'pro']).reason() == ALREADY_ENTERED_ONCE
  }

  private static Decision decide(Map journey, Map standing, Map scalars, Map keys = [:]) {
    def trigger = new Trigger('cart.updated', [new Property('plan', Operator.EQ, 'pro')])
    def entry = new EntryRule(
        trigger, journey.limit ?: new EntryLimit.Unlimited(), journey.key, journey.onRepeat ?: OnRepeat.IGNORE,
        journey.holdout ?: Holdout.NONE)
    def definition = new JourneyDefinition(
        journey.id ?: 'cart', 'cart', null, journey.enabled != false, entry, [],
        new SendPolicy('journey', Duration.ZERO), [])
    Admission.decide(
        new Attempt('u1', definition, journey.event ?: 'cart.updated', scalars, keys, NOW),
        new Standing(
            standing.switchedOff ?: false,
            standing.lastEntry,
            standing.unsubscribed ?: false,
            standing.liveKeys ?: [] as Set))
  }
}
