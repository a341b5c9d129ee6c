package dev.sojourn.hatchet.worker

import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.Specification

class SerialSpec extends Specification {

  def "pieces of one body run in order and never two at once, on an executor of many threads"() {
    given:
    def pool = Executors.newFixedThreadPool(4)
    def ran = new ConcurrentLinkedQueue<Integer>()
    def atOnce = new AtomicInteger()
    def most = new AtomicInteger()
    def done = new CountDownLatch(1)
    def serial = new Serial(pool, { handled -> if (handled == 1_000) done.countDown() })

    when:
    1_000.times { piece ->
      serial.execute {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math.&max)
        ran.add(piece)
        atOnce.decrementAndGet()
      }
    }

    then:
    done.await(10, TimeUnit.SECONDS)
    ran as List == (0..<1_000) as List
    most.get() == 1

    cleanup:
    pool.shutdownNow()
  }

  def "it says that it rests only when every piece has run"() {
    given:
    def pieces = []
    def rests = []
    def serial = new Serial({ pieces << it }, { rests << it })

    when:
    serial.execute { serial.execute {} }

    then:
    rests == []

    when:
    pieces[0].run()

    then:
    rests == [2]
    pieces.size() == 1
  }
}
