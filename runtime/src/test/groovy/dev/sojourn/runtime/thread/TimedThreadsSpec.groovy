package dev.sojourn.runtime.thread

import dev.sojourn.dsl.provider.FileFailed
import dev.sojourn.dsl.source.HookView
import dev.sojourn.dsl.source.Payload
import dev.sojourn.dsl.source.SourceFile
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification

class TimedThreadsSpec extends Specification {
  static final HookView RAW = [header: { String name -> null }, getText: { '' }, getDigest: { 'd' }] as HookView

  @AutoCleanup(quiet = true)
  Vertx vertx = Vertx.vertx()

  def never = new CountDownLatch(1)

  @AutoCleanup
  TimedThreads threads = new TimedThreads(
      vertx, 'spec', 1, new TimedThreads.Patience(Duration.ofMillis(100), Duration.ofMillis(200)))

  def "answers come in the order of the items, over many chunks"() {
    expect:
    each((1..500).toList()) { it * 2 } == (1..500).collect { it * 2 }
  }

  def "a pass that lasts too long is interrupted, and the rest goes on"() {
    expect:
    each([1, 2, 3]) {
      if (it == 2) {
        try {
          never.await()
        } catch (InterruptedException interrupted) {
          return 'interrupted'
        }
      }
      it
    } == [1, 'interrupted', 3]
  }

  def "a pass that does not yield is answered as overrun, and its thread is replaced"() {
    given:
    def released = false

    when:
    def answers = each([1, 2, 3]) {
      while (it == 2 && !released) {
        Thread.onSpinWait()
      }
      it
    }

    then:
    answers == [1, 'overrun', 3]

    and: 'there is a thread for what comes next'
    each([4, 5]) { it } == [4, 5]

    cleanup:
    released = true
  }

  def "a bug in a pass fails its chunk instead of keeping it waiting"() {
    when:
    each([1]) { throw new IllegalStateException('broken') }

    then:
    def failure = thrown(java.util.concurrent.ExecutionException)
    failure.cause.message == 'broken'
  }

  def "a file's loop without an end is told with its line, whether it yields or not, and costs no thread"() {
    given:
    def endless = SourceFile.compile('sources/acme.groovy', 'acme', """\
source('acme') {
  match 'A'
  transform { payload, raw ->
    $body
    null
  }
}
""")

    when:
    await(threads.run("source 'acme'") { endless.event(new Payload([:]), RAW) })

    then:
    def failure = thrown(java.util.concurrent.ExecutionException)
    failure.cause instanceof FileFailed
    failure.cause.message =~ says

    and: 'there is a thread for what comes next'
    await(threads.run('x') { 7 }) == 7

    where:
    body                                   || says
    'while (true) { }'                     || /^sources\/acme.groovy:[34]: ran for longer than it may/
    '[1].each { while (true) { } }'        || /^sources\/acme.groovy:[34]: ran for longer than it may/
    "('a' * 99) ==~ /(a|aa)+\\1b/"         || /^source 'acme':4: ran longer than 0 s and does not end/
  }

  private static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS)
  }

  private List each(List items, Closure pass) {
    threads.each(items, { pass(it) } as java.util.function.Function, { 'overrun' } as java.util.function.Function)
        .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS)
  }
}
