package dev.sojourn.runtime.engine.hatchet

import dev.sojourn.hatchet.HatchetConfig
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.engine.EngineContractSpec
import dev.sojourn.runtime.engine.EngineFixture
import dev.sojourn.runtime.engine.MovableClock
import dev.sojourn.runtime.engine.NewRun
import dev.sojourn.runtime.engine.local.LocalEngineConfig
import dev.sojourn.runtime.outbox.Outbox
import java.time.Duration

/** Engines on Hatchet for a spec. */
class OnHatchet {
  static final LocalEngineConfig CONFIG =
      new LocalEngineConfig(EngineContractSpec.COMMIT_LANES, 128, 1024, Duration.ofSeconds(6), Duration.ofSeconds(30), 1)

  private final EngineFixture spec
  private final Map<HatchetEngine, Outbox> outboxes = [:]
  /** How often an engine asks what became of its runs. */
  Duration watch = Duration.ofMinutes(1)
  /** Whether engines tell tasks of others of events. */
  boolean passesOn
  /** A fake answers at once, so nothing need be waited for as long as on a network. */
  boolean hasty = true

  OnHatchet(EngineFixture spec) {
    this.spec = spec
  }

  HatchetEngine engine(Map<String, String> environment, MovableClock clock) {
    Database handle = spec.newHandle()
    def outbox = new Outbox(spec.vertx, handle)
    spec.before << { outbox.close() }
    def settings = new HatchetSettings(HatchetConfig.from(environment), 4096, pace(), passesOn)
    def engine = spec.closedAfterwards(new HatchetEngine(settings, CONFIG, handle, outbox, spec.vertx, clock))
    outboxes[engine] = outbox
    engine
  }

  private HatchetSettings.Pace pace() {
    def usual = HatchetSettings.Pace.usual(Duration.ofSeconds(30))
    hasty ? new HatchetSettings.Pace(usual.firstContact(), Duration.ofMillis(500), Duration.ofMillis(300), Duration.ofMillis(200), watch)
        : new HatchetSettings.Pace(usual.firstContact(), usual.rest(), usual.evictAfter(), usual.linger(), watch)
  }

  /** Ends an engine as a process does: what hands parcels on goes first. */
  void stop(HatchetEngine engine) {
    spec.done outboxes[engine].close()
    spec.done engine.stop()
  }

  /** The run of Hatchet that has a run. */
  String runOf(NewRun run) {
    String found = null
    spec.waitUntil {
      found = spec.rows("select hatchet_run_id::text as id from runs where id = ${run.id()}")[0]?.id
      found != null
    }
    found
  }
}
