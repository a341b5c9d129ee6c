package dev.sojourn.runtime.app;

import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.engine.Engine;
import io.vertx.core.Future;

/** The operator's files, and what runs them. */
record ContentWiring(KernelWiring kernel, Bundle bundle, EngineWiring running) {
  static Future<ContentWiring> open(KernelWiring kernel, Closing closing) {
    return EngineWiring.open(kernel, closing)
        .compose(
            running ->
                Bundle.open(
                        kernel.vertx(),
                        kernel.database(),
                        kernel.config().bundle(),
                        new ScriptCompiler())
                    .map(bundle -> closing.later(bundle, Bundle::close))
                    .map(bundle -> new ContentWiring(kernel, bundle, running)));
  }

  /** What runs the journeys. */
  Engine engine() {
    return running.engine();
  }
}
