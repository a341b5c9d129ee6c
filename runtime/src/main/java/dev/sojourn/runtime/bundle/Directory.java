package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.Template;
import dev.sojourn.dsl.compile.Script;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operator's directory: reads it, compiles and checks what is in it, and publishes it when it
 * has changed. Used by one caller at a time.
 */
final class Directory {
  private final Path path;
  private final Workbench workbench;
  private final Publisher publisher;
  private final BundleThreads threads;
  private final Supplier<ActiveSet> inForce;
  private @Nullable BundleFiles published;

  Directory(
      Path path,
      Workbench workbench,
      Publisher publisher,
      BundleThreads threads,
      Supplier<ActiveSet> inForce) {
    this.path = path;
    this.workbench = workbench;
    this.publisher = publisher;
    this.threads = threads;
    this.inForce = inForce;
  }

  /**
   * What came of a change.
   *
   * @param files what came of each file
   * @param compiled what of it was compiled, by the number of its version
   */
  record Change(List<Checked> files, Loader.Known compiled) {}

  /** Takes what is there now as known, so that only later changes are published. */
  Future<Void> takeAsKnown() {
    return read().onSuccess(files -> published = files).mapEmpty();
  }

  /** Publishes what is there; null if nothing has changed since the last time. */
  Future<@Nullable Change> publishChange() {
    return read()
        .compose(files -> files.equals(published) ? Future.succeededFuture() : publish(files));
  }

  private Future<BundleFiles> read() {
    return threads.run(() -> BundleFiles.read(path));
  }

  private Future<@Nullable Change> publish(BundleFiles files) {
    return workbench
        .compile(files)
        .map(pieces -> Validation.check(files, pieces, inForce.get()))
        .compose(
            checked -> publisher.publish(checked).map(numbers -> change(files, checked, numbers)));
  }

  private Change change(BundleFiles files, List<Checked> checked, Map<String, Integer> numbers) {
    published = files;
    var scripts = new HashMap<Integer, Script>();
    var templates = new HashMap<Integer, Template>();
    var others = new HashMap<Integer, Version>();
    for (var file : checked) {
      var version = file.version();
      var number = version == null ? null : numbers.get(version.hash());
      if (number != null && version instanceof Version.OfJourney journey) {
        scripts.put(number, journey.script());
      } else if (number != null && version instanceof Version.OfTemplate template) {
        templates.put(number, template.template());
      } else if (number != null && version != null && Kind.OUTSIDE.contains(file.kind())) {
        others.put(number, version);
      }
    }
    return new Change(checked, new Loader.Known(scripts, templates, others));
  }
}
