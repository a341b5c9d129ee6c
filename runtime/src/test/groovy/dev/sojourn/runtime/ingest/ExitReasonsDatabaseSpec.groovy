package dev.sojourn.runtime.ingest

import static dev.sojourn.runtime.ingest.IngestFixture.await

import dev.sojourn.runtime.database.TestDatabase
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Why somebody stayed in a journey though the event of an exit rule came. */
class ExitReasonsDatabaseSpec extends Specification {
  static final JOURNEYS = [
      trial: "trigger 'begun'\n  entryLimit unlimited\n  exitOn 'stop', where: where { hard == true && seats > 3 }",
      cart: "trigger 'filled'\n  entryLimit unlimited\n  key 'cart'\n  exitOn 'paid', sameKey: true"]

  @Shared @TempDir Path directory
  @Shared @AutoCleanup TestDatabase test = TestDatabase.fresh()
  @Shared @AutoCleanup IngestFixture here

  def setupSpec() {
    here = new IngestFixture(test, IngestFixture.bundle(directory, JOURNEYS))
  }

  def "the properties that its conditions looked at are kept with the reason"() {
    given:
    here.take(name: 'begun', user: 'ada')

    when:
    here.take(name: 'stop', user: 'ada', json: '{"hard": false, "seats": 5, "other": 1}')

    then:
    compared('ada', 'journey:trial') == [event: 'stop', hard: false, seats: 5]
  }

  def "the key that it came with is kept with the reason"() {
    given:
    here.take(name: 'filled', user: 'bob', json: '{"cart": "c1"}')

    when:
    here.take(name: 'paid', user: 'bob', json: '{"cart": "c2"}')

    then:
    compared('bob', 'journey:cart') == [event: 'paid', cart: 'c2']
  }

  private Map compared(String user, String about) {
    def contact = await(here.contacts.find(user)).get().id()
    def why = await(here.decisions.of(contact)).findAll { it.about() == about }
    assert why*.reason() == ['exit_conditions_not_met']
    why[0].compared()
  }
}
