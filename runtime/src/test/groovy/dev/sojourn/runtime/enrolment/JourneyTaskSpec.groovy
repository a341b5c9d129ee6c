package dev.sojourn.runtime.enrolment

import spock.lang.Specification

class JourneyTaskSpec extends Specification {
  def "a task's name leads to its journey and back"() {
    expect:
    JourneyTask.nameOf('welcome') == 'journey:welcome'
    JourneyTask.idOf('journey:welcome').get() == 'welcome'
    JourneyTask.idOf('enter:welcome').empty
    JourneyTask.journeyOf('journey:welcome') == 'welcome'
  }

  def "a task that is no journey's is refused by its name"() {
    when:
    JourneyTask.journeyOf('enter:welcome')

    then:
    def refused = thrown(IllegalStateException)
    refused.message.contains("'enter:welcome'")
  }

  def "every status is read back from its spelling"() {
    expect:
    EnrolmentStatus.values().every { EnrolmentStatus.of(it.wire()).get() == it }
    EnrolmentStatus.HELD_OUT.wire() == 'held_out'
    EnrolmentStatus.of('gone').empty
  }
}
