package dev.sojourn.runtime.bundle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.core.render.Template;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.runtime.config.BundleConfig;
import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/** The parts a bundle is made of, and the worker pool on which they compile. */
final class Workshop {
  private static final int OLD_TEMPLATES = 200;

  private final BundleThreads threads;
  private final BundleStore store;
  private final Scripts scripts;
  private final Definitions definitions;
  private final Directory directory;
  private final Cache<Integer, Template> templates =
      Caffeine.newBuilder().maximumSize(OLD_TEMPLATES).build();

  private Workshop(BundleThreads threads, BundleStore store, Scripts scripts, Directory directory) {
    this.threads = threads;
    this.store = store;
    this.scripts = scripts;
    this.definitions = new Definitions(store);
    this.directory = directory;
  }

  static Workshop open(
      Vertx vertx,
      Database database,
      BundleConfig config,
      ScriptCompiler compiler,
      Supplier<ActiveSet> inForce) {
    var threads = new BundleThreads(vertx);
    var store = new BundleStore(database);
    var holders = new Holders(compiler);
    return new Workshop(
        threads,
        store,
        new Scripts(store, threads, holders),
        new Directory(
            config.directory(),
            new Workbench(threads, holders),
            new Publisher(database, store),
            threads,
            inForce));
  }

  BundleStore store() {
    return store;
  }

  Scripts scripts() {
    return scripts;
  }

  Definitions definitions() {
    return definitions;
  }

  Directory directory() {
    return directory;
  }

  Loader loader() {
    return new Loader(store, scripts, threads);
  }

  /** The template of a stored version. */
  Future<Template> template(int version) {
    var known = templates.getIfPresent(version);
    return known != null
        ? Future.succeededFuture(known)
        : store
            .versions(List.of(version))
            .compose(stored -> threads.run(() -> template(version, stored)))
            .onSuccess(template -> templates.put(version, template));
  }

  private static Template template(int version, List<StoredVersion> stored) {
    if (stored.isEmpty() || stored.get(0).kind() != Kind.TEMPLATE) {
      throw new Uncompilable("template version " + version + " is not stored", null);
    }
    try {
      return TemplateSet.fromSource(stored.get(0).id(), stored.get(0).source());
    } catch (IllegalArgumentException e) {
      throw new Uncompilable("template version " + version + ": " + e.getMessage(), e);
    }
  }

  Future<Void> close() {
    return threads.close();
  }
}
