package dev.sojourn.hatchet.conformance

import dev.sojourn.hatchet.HatchetClient
import dev.sojourn.hatchet.HatchetConfig
import dev.sojourn.hatchet.Json
import dev.sojourn.hatchet.NewEvent
import dev.sojourn.hatchet.NewRun
import dev.sojourn.hatchet.RunDetails
import dev.sojourn.hatchet.RunState
import dev.sojourn.hatchet.fake.CutProxy
import dev.sojourn.hatchet.worker.HatchetWorker
import dev.sojourn.hatchet.worker.Workflow
import dev.sojourn.hatchet.worker.WorkerConfig
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import java.util.concurrent.CompletionStage
import java.util.concurrent.TimeUnit
import java.util.random.RandomGenerator
import spock.util.concurrent.PollingConditions

/** A client of an engine and its workers, each behind a stretch of network of its own. */
class Crew implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30

  /** A worker, and the network before it. */
  static class Member {
    CutProxy way
    HatchetClient client
    HatchetWorker worker

    /** What happens to a process that is killed: from one moment to the next nothing of it is heard. */
    void kill() {
      way.cut()
    }

    /** Leaves in good order. */
    void leave() {
      assert got(worker.drain(Duration.ofSeconds(20))) == 0
      client.close()
      way.close()
    }
  }

  final EngineUnderTest engine
  final HatchetClient client
  /** How long workers ask for answers that met an eviction. */
  Duration linger = Duration.ofSeconds(3)
  private final List<Member> members = []

  Crew(EngineUnderTest engine) {
    this.engine = engine
    client = connect(engine.hostPort)
  }

  private HatchetClient connect(String hostPort) {
    def config = HatchetConfig.from(engine.environment() + [HATCHET_CLIENT_HOST_PORT: hostPort])
    got(HatchetClient.connect(config, clock(), RandomGenerator.default))
  }

  private Clock clock() {
    def engine = this.engine
    new Clock() {
      @Override
      Instant instant() {
        engine.now()
      }

      @Override
      ZoneId getZone() {
        ZoneOffset.UTC
      }

      @Override
      Clock withZone(ZoneId zone) {
        this
      }
    }
  }

  static <T> T got(CompletionStage<T> stage) {
    stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS)
  }

  /** One more worker for these workflows, which evicts what has waited for that long. */
  Member hire(Duration evictAfter, Workflow... workflows) {
    def way = CutProxy.to(engine.hostPort)
    def own = connect(way.hostPort())
    def config = WorkerConfig.named('crew').withEvictAfter(evictAfter).withLinger(linger)
    def worker = got(HatchetWorker.start(own, config, workflows as List))
    def member = new Member(way: way, client: own, worker: worker)
    members.add(member)
    eventually('the worker listens') { got(worker.health()).up }
    member
  }

  String start(String workflow, Map input = [:]) {
    got(client.runs().start(NewRun.of(workflow, Json.of(input))))
  }

  void push(String key, Map payload = [:], String scope = null) {
    def event = NewEvent.of(key, Json.of(payload))
    got(client.events().push(scope ? event.inScope(scope) : event))
  }

  RunDetails details(String run) {
    got(client.runs().details(run))
  }

  /** Waits for a state of the run. */
  RunDetails becomes(String run, RunState state, double seconds = PATIENCE_SECONDS) {
    eventually("run $run is $state", seconds) { details(run).state() == state }
    details(run)
  }

  /** Waits until no worker holds the run. */
  boolean isEvicted(String run) {
    eventually("run $run is evicted") { details(run).evicted() }
    true
  }

  /** What the run has given. */
  Map output(String run) {
    becomes(run, RunState.COMPLETED).tasks().values().first().output().asMap()
  }

  /** Waits until the task's log has that many entries. */
  void logged(String run, int nodes) {
    eventually("run $run has $nodes entries in its log") { got(client.runs().log(run)).size() == nodes }
  }

  static void eventually(String what, double seconds = PATIENCE_SECONDS, Closure<Boolean> state) {
    new PollingConditions(timeout: seconds, delay: 0.05).eventually {
      assert state(): what
    }
  }

  @Override
  void close() {
    members.each {
      it.way.cut()
      it.worker.drain(Duration.ofMillis(1))
      it.client.close()
      it.way.close()
    }
    client.close()
  }
}
