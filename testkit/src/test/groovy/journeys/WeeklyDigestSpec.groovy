package journeys

import dev.sojourn.testkit.JourneySpecification
import java.time.DayOfWeek
import java.time.ZoneId

class WeeklyDigestSpec extends JourneySpecification {

  def "a Monday tells of the week before it, newest first"() {
    given: 'it is a Monday, nine in the morning'
    arrives 'digest.subscribed'

    when:
    timePasses 2.days
    arrives 'post.published', title: 'On kettles'
    timePasses 2.days
    arrives 'post.published', title: 'On cups'
    timePasses 3.days

    then:
    mails*.subject == ['No. 1: your week in 2 posts']
    mails[0].props.titles == ['On cups', 'On kettles']
  }

  def "a week without posts is a week without mail"() {
    when:
    arrives 'digest.subscribed'
    arrives 'post.published', title: 'On kettles'
    timePasses 21.days

    then:
    sent == ['weekly-digest']
    status == 'waiting'

    when: 'there are posts again'
    arrives 'post.published', title: 'On cups'
    timePasses 7.days

    then: 'they come in the next issue'
    mails*.props*.issue == [1, 2]
  }

  def "it comes at eight on Mondays for years, summer time or not"() {
    given:
    contact 'ada@example.com', timezone: 'Europe/Berlin'
    arrives 'digest.subscribed'

    when:
    104.times {
      arrives 'post.published', title: "Post $it"
      timePasses 7.days
    }

    then:
    sent.size() == 104
    def times = mails.collect { it.at.atZone(ZoneId.of('Europe/Berlin')) }
    times.every { it.dayOfWeek == DayOfWeek.MONDAY && it.hour == 8 }
    status == 'waiting'
    mails.last().props.issue == 104
  }

  def "who unsubscribes is left alone"() {
    when:
    arrives 'digest.subscribed'
    arrives 'post.published', title: 'On kettles'
    arrives 'digest.unsubscribed'
    timePasses 14.days

    then:
    sent == []
    status == 'exited'
  }
}
