package journeys

import dev.sojourn.testkit.JourneySpecification

class InviteFriendSpec extends JourneySpecification {

  def "a friend gets a voucher"() {
    given:
    contact 'ada@example.com'

    when:
    arrives 'friend.invited', friend: 'bob@example.com'

    then:
    sent == ['invitation']
    mails[0].to == 'bob@example.com'
    mails[0].html.contains(mails[0].props.code)
    label == 'invited'
    status == 'completed'
    crashEverywhere()
  }

  def "an invitation that fails is told to whom it matters"() {
    given:
    contact 'ada@example.com'
    mailFails 'invitation', 'no such mailbox'

    when:
    arrives 'friend.invited', friend: 'bob@exmaple.com'

    then:
    sent == ['invitation-failed']
    mails[0].to == 'ada@example.com'
    mails[0].props == [friend: 'bob@exmaple.com']
    timeline.any { it.endsWith('log the invitation failed: no such mailbox') }
    status == 'completed'
    crashEverywhere()
  }
}
