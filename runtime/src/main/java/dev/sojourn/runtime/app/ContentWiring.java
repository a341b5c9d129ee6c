package dev.sojourn.runtime.app;

import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.local.LocalEngine;
import dev.sojourn.runtime.engine.local.LocalEngineConfig;
import io.vertx.core.Future;

/** The operator's files, and what runs them. */
record ContentWiring(KernelWiring kernel, Bundle bundle, Engine engine) {
  static Future<ContentWiring> open(KernelWiring kernel, Closing closing) {
    Database database = kernel.database();
    LocalEngine engine =
        new LocalEngine(LocalEngineConfig.ofDefaults(), database, kernel.vertx(), database.clock());
    return Bundle.open(kernel.vertx(), database, kernel.config().bundle(), new ScriptCompiler())
        .map(bundle -> closing.later(bundle, Bundle::close))
        .map(bundle -> new ContentWiring(kernel, bundle, closing.later(engine, LocalEngine::stop)));
  }
}
