package journeys

import dev.sojourn.testkit.JourneySpecification

class OnboardingChecklistSpec extends JourneySpecification {

  def "the list may be done in any order: #order"() {
    given:
    arrives 'workspace.created'

    when:
    order.each {
      timePasses 1.day
      arrives it
    }

    then:
    sent == ['checklist-done']
    status == 'completed'

    where:
    order << [
      ['profile.completed', 'teammate.invited', 'project.created'],
      ['project.created', 'profile.completed', 'teammate.invited'],
      ['project.created', 'project.created', 'teammate.invited', 'profile.completed']
    ]
  }

  def "three days without anything done, and the rest is asked for"() {
    when:
    arrives 'workspace.created'
    timePasses 1.day
    arrives 'teammate.invited'
    timePasses 3.days

    then:
    sent == ['checklist-reminder']
    mails[0].subject == 'Still to do: 2'
    status == 'exited'
    reason == 'stuck'
  }
}
