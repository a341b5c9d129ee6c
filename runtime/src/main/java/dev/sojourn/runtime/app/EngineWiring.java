package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.EngineConfig;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.engine.ActiveEngine;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.hatchet.HatchetEngine;
import dev.sojourn.runtime.engine.hatchet.HatchetSettings;
import dev.sojourn.runtime.engine.hatchet.HatchetTotals;
import dev.sojourn.runtime.engine.hatchet.Outside;
import dev.sojourn.runtime.engine.local.LocalEngine;
import dev.sojourn.runtime.engine.local.LocalEngineConfig;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.PushedEvents;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What runs the journeys.
 *
 * @param hatchet the engine again, if it is on Hatchet
 */
record EngineWiring(Engine engine, Optional<HatchetEngine> hatchet) {
  static Future<EngineWiring> open(KernelWiring kernel, Closing closing) {
    EngineConfig config = kernel.config().engine();
    return new ActiveEngine(kernel.database())
        .require(config.backing())
        .map(agreed -> made(kernel, config))
        .onSuccess(made -> closing.later(made.engine(), Engine::stop));
  }

  private static EngineWiring made(KernelWiring kernel, EngineConfig config) {
    Database database = kernel.database();
    LocalEngineConfig local = LocalEngineConfig.ofDefaults();
    if (config.hatchet().isEmpty()) {
      return new EngineWiring(
          new LocalEngine(local, database, kernel.vertx(), database.clock()), Optional.empty());
    }
    HatchetEngine hatchet =
        new HatchetEngine(
            HatchetSettings.of(config.hatchet().get(), config.firstContact(), config.passesOn()),
            local,
            database,
            kernel.outbox(),
            kernel.vertx(),
            database.clock());
    meters(kernel.telemetry().registry(), hatchet);
    return new EngineWiring(hatchet, Optional.of(hatchet));
  }

  private static void meters(MeterRegistry registry, HatchetEngine engine) {
    counter(registry, engine, "invocations", "Runs given by Hatchet", HatchetTotals::invocations);
    counter(registry, engine, "parks", "Waits that runs rested on", HatchetTotals::parks);
    counter(registry, engine, "evictions", "Waits out of memory", HatchetTotals::evictions);
    counter(registry, engine, "restores", "Evictions taken back", HatchetTotals::restores);
    counter(registry, engine, "reconnects", "Streams opened again", HatchetTotals::reconnects);
  }

  private static void counter(
      MeterRegistry registry,
      HatchetEngine engine,
      String name,
      String description,
      ToDoubleFunction<HatchetTotals> value) {
    FunctionCounter.builder("hatchet_" + name, engine, e -> value.applyAsDouble(e.totals()))
        .description(description)
        .register(registry);
  }

  /** Lets what happens in Hatchet reach the rooms; before the first journey is served. */
  void hear(PeopleWiring people) {
    hatchet.ifPresent(engine -> engine.hearing(outside(people)));
  }

  private static Outside outside(PeopleWiring people) {
    KernelWiring kernel = people.content().kernel();
    PushedEvents events =
        new PushedEvents(people.ingest(), new NewEventReader(kernel.database().clock()));
    return new Outside() {
      @Override
      public Future<Map<String, Object>> pushed(String id, String name, String payload) {
        return events.take(id, name, payload);
      }

      @Override
      public Future<Void> exit(long runId, String reason) {
        return people
            .enrolments()
            .one(runId)
            .compose(
                found ->
                    found.isPresent() && found.get().isLive()
                        ? people
                            .enrolments()
                            .exit(
                                people.content().engine(),
                                people.sends()::cancelFor,
                                found.get(),
                                kernel.database().clock().instant(),
                                reason)
                            .mapEmpty()
                        : Future.succeededFuture());
      }
    };
  }
}
