package dev.sojourn.core.verdict

import spock.lang.Specification

class SendRanksSpec extends Specification {
  static final NEWS = ['sent', 'delivered', 'opened', 'clicked', 'bounced', 'complained', 'failed']

  def "of a send that is #status, news make #after"() {
    expect:
    NEWS.collectEntries { [it, SendRanks.after(status, it)] }.findAll { it.value != status } == after

    where:
    status       || after
    'queued'     || [sent: 'sent', failed: 'failed']
    'rendered'   || [sent: 'sent', failed: 'failed']
    'sent'       || heard('delivered', 'opened', 'clicked', 'bounced', 'complained')
    'delivered'  || heard('opened', 'clicked', 'bounced', 'complained')
    'opened'     || heard('clicked', 'bounced', 'complained')
    'clicked'    || heard('bounced', 'complained')
    'bounced'    || heard('complained')
    'complained' || [:]
    'failed'     || [:]
    'suppressed' || [:]
    'skipped'    || [:]
    'cancelled'  || [:]
    'unknown'    || heard('sent', 'delivered', 'opened', 'clicked', 'bounced', 'complained')
  }

  def "news in any order, each any number of times, end at the same status"() {
    given:
    def random = new Random(seed)
    def heard = (NEWS - 'failed').findAll { random.nextBoolean() } + 'sent'
    def twice = (heard + heard).shuffled(random)

    when: 'the first that is heard is that it was taken'
    def end = (['sent'] + twice).inject('queued') { status, news -> SendRanks.after(status, news) }

    then:
    end == heard.max { NEWS.indexOf(it) }

    where:
    seed << (1..200)
  }

  def "a send whose reader was heard of before the provider answered: opened #opened, clicked #clicked"() {
    expect:
    SendRanks.taken(opened, clicked) == status

    where:
    opened | clicked || status
    false  | false   || 'sent'
    true   | false   || 'opened'
    false  | true    || 'clicked'
    true   | true    || 'clicked'
  }

  private static Map<String, String> heard(String... news) {
    news.collectEntries { [it, it] }
  }
}
