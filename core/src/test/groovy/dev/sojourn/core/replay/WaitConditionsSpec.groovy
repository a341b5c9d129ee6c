package dev.sojourn.core.replay

import dev.sojourn.dsl.definition.Condition
import dev.sojourn.dsl.definition.Condition.Email
import dev.sojourn.dsl.definition.Condition.EmailCheck
import dev.sojourn.dsl.definition.Condition.Event
import dev.sojourn.dsl.definition.Condition.EventCheck
import dev.sojourn.dsl.definition.Condition.Not
import dev.sojourn.dsl.definition.Condition.Operator
import dev.sojourn.dsl.definition.Condition.Or
import dev.sojourn.dsl.definition.Condition.Property
import java.time.Duration
import spock.lang.Specification

class WaitConditionsSpec extends Specification {

  def "a wait keeps a negation, its values as the journal has them"() {
    given:
    def play = Play.of {
      waitForEvent 'used', timeout: Duration.ofDays(1),
          where: [new Not(new Property('title', Operator.CONTAINS, "a${1}"))] as List<Condition>
    }

    when:
    play.go()

    then:
    play.need().where() == [new Not(new Property('title', Operator.CONTAINS, 'a1'))]
  }

  def "a wait that asks for #what fails, and says what a wait can ask"() {
    given:
    def play = Play.of {
      waitForEvent 'used', timeout: Duration.ofDays(1), where: [condition]
    }

    when:
    play.go()

    then:
    play.outcome.toString().contains(
        "'waitForEvent' knows the event that arrives by its properties only; its 'where' cannot ask for other events or mails")

    where:
    what             | condition
    'another event'  | new Event('x', EventCheck.EXISTS, null, null, null)
    'a mail, inside' | new Or([new Not(new Email('w', EmailCheck.OPENED))])
  }
}
