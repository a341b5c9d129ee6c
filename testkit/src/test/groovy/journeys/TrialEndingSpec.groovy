package journeys

import dev.sojourn.testkit.JourneySpecification

class TrialEndingSpec extends JourneySpecification {

  def "a trial that nobody extends ends with two mails"() {
    given:
    contact 'ada@example.com'

    when:
    arrives 'trial.started', plan: 'pro'
    timePasses 14.days

    then:
    sent == ['trial-ending', 'trial-ended']
    mails[0].subject == '3 days of your trial are left'
    status == 'completed'
    crashEverywhere()
  }

  def "an extension by #days days leaves #last"() {
    when:
    arrives 'trial.started', plan: 'pro'
    timePasses 12.days
    arrives 'trial.extended', days: days
    timePasses 30.days

    then:
    sent == mailsSent
    label == last
    crashEverywhere()

    where:
    days || last          | mailsSent
    7    || 'extended'    | ['trial-ending']
    6    || 'trial-ended' | ['trial-ending', 'trial-ended']
  }

  def "a subscription to #plan on day #day: #end"() {
    when:
    arrives 'trial.started', plan: 'pro'
    timePasses day.days
    arrives 'subscription.started', plan: plan
    timePasses 30.days

    then:
    status == end
    sent.size() == count

    where:
    plan    | day || end         | count
    'pro'   | 5   || 'exited'    | 0
    'pro'   | 12  || 'exited'    | 1
    'basic' | 5   || 'completed' | 2
  }

  def "only trials of pro enter, once in ninety days"() {
    when:
    arrives 'trial.started', plan: 'basic'
    arrives 'trial.started', plan: 'pro'
    timePasses 60.days
    arrives 'trial.started', plan: 'pro'
    timePasses 31.days
    arrives 'trial.started', plan: 'pro'

    then:
    skipReasons == ['trigger_conditions_not_met', 'period_not_elapsed']
    status == 'waiting'
  }
}
