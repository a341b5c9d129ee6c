package journeys

import dev.sojourn.testkit.JourneySpecification
import java.time.Instant
import java.time.ZoneId

class WinBackSpec extends JourneySpecification {

  def "in #zone the first mail comes at #first, the second one at #second"() {
    given: 'it is Tuesday night in Berlin, afternoon in New York, noon in Auckland'
    startsAt Instant.parse('2026-02-03T23:00:00Z')
    contact 'ada@example.com', timezone: zone

    when:
    arrives 'contact.lapsed'
    timePasses 30.days

    then:
    sent == ['win-back', 'win-back-offer']
    mails.collect { it.at.atZone(ZoneId.of(zone)).toLocalDateTime().toString() } == [first, second]
    status == 'completed'

    where:
    zone               || first              | second
    'Europe/Berlin'    || '2026-02-04T09:00' | '2026-02-14T10:30'
    'America/New_York' || '2026-02-03T18:00' | '2026-02-14T10:30'
    'Pacific/Auckland' || '2026-02-04T12:00' | '2026-02-14T10:30'
  }

  def "who comes back gets no offer, even while the first mail is still held"() {
    given:
    startsAt Instant.parse('2026-02-03T23:00:00Z')
    contact 'ada@example.com', timezone: 'Europe/Berlin'
    arrives 'contact.lapsed'

    when:
    timePasses hours.hours
    arrives 'app.opened'
    timePasses 30.days

    then:
    sent == mailsSent
    status == 'exited'

    where:
    hours || mailsSent
    1     || []
    12    || ['win-back']
  }
}
