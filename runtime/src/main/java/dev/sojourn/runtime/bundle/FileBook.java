package dev.sojourn.runtime.bundle;

import dev.sojourn.runtime.bundle.FileStatus.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How every file of the bundle stands, and the log lines about what changed. Used on one context.
 */
final class FileBook {
  private static final Logger log = LoggerFactory.getLogger(FileBook.class);

  private final Map<String, FileStatus> inForce = new TreeMap<>();
  private final Map<String, FileStatus> removed = new TreeMap<>();
  private Map<String, Checked> failed = Map.of();
  private Map<String, List<String>> doubtful = Map.of();

  /** Notes what came of the files of the directory. */
  void checked(List<Checked> files) {
    var now = new TreeMap<String, Checked>();
    var warnings = new TreeMap<String, List<String>>();
    for (var file : files) {
      if (!file.warnings().isEmpty()) {
        warnings.put(file.path(), file.warnings());
        if (!file.warnings().equals(doubtful.get(file.path()))) {
          log.warn("doubtful\n{}", String.join("\n", file.warnings()));
        }
      }
      if (file.error() != null) {
        now.put(file.path(), file);
        var before = failed.get(file.path());
        if (before == null || !file.error().equals(before.error())) {
          log.warn("rejected; what was in force stays\n{}", file.error());
        }
      }
    }
    failed = now;
    doubtful = warnings;
  }

  /** Notes the set that is in force from now on. */
  void putInForce(ActiveSet set, Instant now) {
    var before = new HashMap<>(inForce);
    inForce.clear();
    set.journeys()
        .forEach((id, journey) -> load(Kind.JOURNEY, id, journey.shortHash(), before, now));
    set.templates()
        .forEach(
            (key, template) ->
                load(Kind.TEMPLATE, key, template.template().shortHash(), before, now));
    for (var kind : Kind.OUTSIDE) {
      set.files().of(kind).forEach((id, file) -> load(kind, id, file.shortHash(), before, now));
    }
    if (!set.activeLists().equals(ActiveLists.NONE)) {
      load(Kind.LISTS, Kind.THE_LISTS, set.activeLists().shortHash(), before, now);
    }
    before.forEach(
        (path, status) -> {
          if (!inForce.containsKey(path)) {
            removed.put(path, gone(status));
          }
        });
    removed.keySet().removeAll(inForce.keySet());
    log.info(
        "active set {}: {} journeys, {} templates",
        set.number(),
        set.journeys().size(),
        set.templates().size());
  }

  /** All files, in order of path. */
  List<FileStatus> files() {
    var files = new TreeMap<>(removed);
    inForce.forEach((path, status) -> files.put(path, doubted(status)));
    failed.forEach((path, file) -> files.put(path, rejected(file, inForce.get(path))));
    return new ArrayList<>(files.values());
  }

  private void load(
      Kind kind, String id, String version, Map<String, FileStatus> before, Instant now) {
    var path = kind.path(id);
    var known = before.get(path);
    var same = known != null && version.equals(known.version());
    inForce.put(
        path,
        same
            ? known
            : new FileStatus(path, kind, id, version, Status.LOADED, null, List.of(), now));
  }

  private FileStatus doubted(FileStatus status) {
    var warnings = doubtful.getOrDefault(status.path(), List.of());
    return new FileStatus(
        status.path(),
        status.kind(),
        status.id(),
        status.version(),
        status.status(),
        null,
        warnings,
        status.loadedAt());
  }

  private static FileStatus gone(FileStatus status) {
    return new FileStatus(
        status.path(), status.kind(), status.id(), null, Status.REMOVED, null, List.of(), null);
  }

  private static FileStatus rejected(Checked file, @Nullable FileStatus inForce) {
    return new FileStatus(
        file.path(),
        file.kind(),
        file.id(),
        inForce == null ? null : inForce.version(),
        Status.FAILED,
        file.error(),
        List.of(),
        inForce == null ? null : inForce.loadedAt());
  }
}
