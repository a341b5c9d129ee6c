package dev.sojourn.runtime.engine.hatchet

import dev.sojourn.hatchet.RunQuery
import dev.sojourn.hatchet.RunState
import dev.sojourn.hatchet.RunSummary
import io.vertx.core.Future
import java.time.Instant
import spock.lang.Specification

class SweepSpec extends Specification {
  private final List<String> listed = []
  private final List<String> taken = []
  private final List<List> asked = []
  private int queries
  private boolean refuses
  private final Sweep sweep = new Sweep(
      { query, offset ->
        asked << [query.since().epochSecond, offset]
        Future.succeededFuture(listed.drop(offset).take(Sweep.PAGE).collect { summary(it) })
      },
      { page ->
        refuses ? Future.failedFuture('the database is away') : Future.succeededFuture().onSuccess { taken.addAll(page*.runId()) }.mapEmpty()
      })

  def "what fills #runs of pages is gone through in one round, #requests requests"() {
    given:
    list(count)

    when:
    round()

    then:
    taken == listed
    asked == (0..<requests).collect { [1, it * Sweep.PAGE] }

    when:
    round()

    then:
    asked.last() == [2, asked.last()[1]]

    where:
    runs           | count  || requests
    'nothing'      | 0      || 1
    'half a page'  | 500    || 1
    'one page'     | 1_000  || 2
    'ten pages'    | 10_000 || 11
  }

  def "a round asks for so many pages, and the next one goes on behind them though more were cancelled meanwhile"() {
    given:
    list(Sweep.PAGES * Sweep.PAGE + 10)
    def first = listed.toList()

    when:
    round()

    then:
    asked.size() == Sweep.PAGES
    taken.size() == Sweep.PAGES * Sweep.PAGE

    when:
    listed.add(0, 'new')
    round()

    then:
    asked.last() == [1, Sweep.PAGES * Sweep.PAGE]
    taken as Set == first as Set

    when: 'it has come to the end, and begins again'
    round()

    then:
    taken.contains('new')
    asked[Sweep.PAGES + 1] == [2, 0]
  }

  def "a page that could not be taken is asked for again"() {
    given:
    list(Sweep.PAGE + 1)
    refuses = true

    when:
    def failed = sweep.round { query() }

    then:
    failed.cause().message == 'the database is away'

    when:
    refuses = false
    round()

    then:
    taken == listed
    asked == [[1, 0], [1, 0], [1, Sweep.PAGE]]
  }

  private void round() {
    assert sweep.round { query() }.succeeded()
  }

  private void list(int count) {
    listed.addAll((0..<count).collect { "run $it".toString() })
  }

  private RunQuery query() {
    RunQuery.since(Instant.ofEpochSecond(++queries))
  }

  private static RunSummary summary(String id) {
    new RunSummary(id, id, 'workflow', RunState.CANCELLED, true, [:])
  }
}
