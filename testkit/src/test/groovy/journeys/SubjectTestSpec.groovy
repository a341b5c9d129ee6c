package journeys

import dev.sojourn.testkit.JourneySpecification

class SubjectTestSpec extends JourneySpecification {

  def "people are dealt out: about a tenth gets nothing, the others one of two subjects"() {
    when:
    1000.times {
      contact "reader-$it@example.com", id: "reader-$it"
      arrives 'season.started'
    }

    then:
    def subjects = mails*.subject.countBy { it }
    subjects.keySet() == ['Our offer for the season', 'Guess what is back'] as Set
    subjects.values().every { it in 400..500 }
    sent.size() in 870..930
  }

  def "who is left alone stays so, and does not know"() {
    given: 'one of the tenth'
    contact 'reader-3@example.com', id: heldOut()

    when:
    arrives 'season.started'
    timePasses 30.days
    arrives 'season.started'

    then:
    sent == []
    status == 'held_out'
  }

  def "a #what is what its subject led to"() {
    given:
    contact 'ada@example.com', id: 'ada'
    arrives 'season.started'

    when:
    if (clicked) {
      clicks 'season-offer'
    }
    timePasses 3.days

    then:
    label.endsWith(end)
    status == 'completed'

    where:
    what         | clicked || end
    'click'      | true    || '-clicked'
    'quiet week' | false   || '-ignored'
  }

  private static String heldOut() {
    (0..100).collect { "reader-$it" as String }.find {
      dev.sojourn.core.draw.Draws.holdout('subject-test', 'subject-test', it) < 1000
    }
  }
}
