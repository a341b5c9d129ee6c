package dev.sojourn.runtime.outbound

import io.vertx.core.net.NetServer
import java.time.Duration

/** Endpoints that hang, and those next to them. */
class IsolationDatabaseSpec extends OutboundSpecification {
  def "one that hangs delays no other, and is asked by no more than its places at once"() {
    given:
    def here = working(timeout: Duration.ofSeconds(15), each: 2)
    recorder.hangs('/slow')
    here.endpoint(recorder.url('/slow'))
    here.endpoint(recorder.url('/fast'))

    when:
    30.times { here.announce(contact: it + 1) }

    then:
    soon.eventually { assert recorder.at('/fast').size() == 30 }
    recorder.at('/slow').size() == 2
    soon.eventually { assert here.statuses().count('delivered') == 30 }
  }

  def "many that accept and say nothing leave room for one that answers"() {
    given:
    NetServer silent = Recorder.await(vertx.createNetServer().connectHandler {}.listen(0, '127.0.0.1'))
    def here = working(timeout: Duration.ofMillis(400), each: 2, all: 16, longest: 20_000_000)
    20.times { here.endpoint("http://127.0.0.1:${silent.actualPort()}/$it") }
    here.endpoint(recorder.url('/fast'))

    when:
    20.times { here.announce(contact: it + 1) }

    then:
    soon.eventually { assert recorder.at('/fast').size() == 20 }

    cleanup:
    silent.close()
  }

  def "one that fails five times in a row is left alone until a probe succeeds, and then gets all of it"() {
    given:
    recorder.always('/one') { it.setStatusCode(500).end() }
    def here = working(longest: 20_000_000)
    here.endpoint(recorder.url('/one'))

    when:
    20.times { here.announce(contact: it + 1) }
    soon.eventually { assert here.statuses().size() == 20 }
    soon.eventually {
      here.look()
      assert recorder.requests.size() >= 5
    }
    def failed = recorder.requests.size()
    3.times { here.look() }

    then: 'tries under way when it opened still end'
    failed <= 8
    soon.eventually { assert here.statuses() == ['pending'] * 20 }

    when:
    recorder.recovers('/one')
    clock.passes(Duration.ofMinutes(6))
    here.look()

    then:
    soon.eventually { assert here.statuses() == ['delivered'] * 20 }
  }
}
