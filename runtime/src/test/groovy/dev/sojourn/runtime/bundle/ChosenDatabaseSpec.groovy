package dev.sojourn.runtime.bundle

import dev.sojourn.runtime.config.BadSettings
import dev.sojourn.runtime.config.BundleConfig
import dev.sojourn.runtime.config.Chosen
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.ExecutionException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A process that is told which journeys and lists count. */
class ChosenDatabaseSpec extends Specification {
  @TempDir Path directory
  @AutoCleanup BundleFixture here

  def setup() {
    here = new BundleFixture(directory)
    here.write('lists.groovy', "list 'orders'\nlist 'news'\n")
    here.journey('welcome', 'one')
    here.journey('trial', 'two')
    here.write('journeys/news.groovy', "journey('news') {\n  trigger 'user.created'\n  category 'news'\n  steps { checkpoint 'here' }\n}\n")
  }

  def "journeys #journeys and lists #lists leave #left and #listed; all files stay in force for others"() {
    when:
    def bundle = opened(journeys, lists)

    then:
    bundle.active().journeys().keySet() as List == left
    bundle.active().lists().lists()*.id() == listed
    bundle.active().triggeredBy('user.created')*.definition()*.id() == left
    bundle.files().findAll { it.status() == FileStatus.Status.LOADED }*.id() == ['news', 'trial', 'welcome', 'lists']

    where:
    journeys          | lists             || left                         | listed
    Chosen.ALL        | Chosen.ALL        || ['news', 'trial', 'welcome'] | ['orders', 'news']
    only('welcome')   | Chosen.ALL        || ['welcome']                  | ['orders', 'news']
    only()            | only()            || []                           | []
    only('welcome')   | only('orders')    || ['welcome']                  | ['orders']
  }

  def "what is not there, and a journey whose list is left out, do not start: #problem"() {
    when:
    opened(journeys, lists)

    then:
    def refused = thrown(ExecutionException)
    (refused.cause as BadSettings).problems() == [problem]

    where:
    journeys       | lists          || problem
    only('welcom') | Chosen.ALL     || "ENABLED_JOURNEYS: no journey 'welcom' is in force, only news, trial, welcome; did you mean 'welcome'?"
    Chosen.ALL     | only('news', 'order') || "ENABLED_LISTS: no list 'order' is in force, only news, orders; did you mean 'orders'?"
    Chosen.ALL     | only('orders') || "ENABLED_LISTS: leaves out the list 'news', of which journey 'news' sends mails; name it, or leave out the journey"
  }

  def "before anything is published anything may be chosen, and what comes later comes as it is chosen"() {
    given:
    def follower = here.open(new BundleConfig(directory, false, false, Duration.ofSeconds(10), directory.resolve('changelog'), only('trial'), Chosen.ALL))

    when:
    here.dev()

    then:
    here.until(follower) { it.number() == 1 }.journeys().keySet() as List == ['trial']
  }

  private Bundle opened(Chosen journeys, Chosen lists) {
    here.open(new BundleConfig(directory, true, true, Duration.ofSeconds(10), directory.resolve('changelog'), journeys, lists))
  }

  private static Chosen only(String... ids) {
    new Chosen(false, ids as Set)
  }
}
