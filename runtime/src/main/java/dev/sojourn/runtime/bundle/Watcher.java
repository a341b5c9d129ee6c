package dev.sojourn.runtime.bundle;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls when something below the bundle's directory may have changed: soon after the last of a
 * burst of file events, and at the poll interval, since not every file system tells.
 */
final class Watcher {
  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  /** An editor's save is several events; they are over when none has come for this long. */
  private static final long QUIET_MS = 30;

  private static final long LONGEST_BURST_MS = 300;

  private final Path directory;
  private final Duration pollInterval;
  private final Runnable onChange;
  private final WatchService service;
  private final Thread thread;
  private final Promise<Void> ended = Promise.promise();

  private Watcher(Path directory, Duration pollInterval, Runnable onChange, WatchService service) {
    this.directory = directory;
    this.pollInterval = pollInterval;
    this.onChange = onChange;
    this.service = service;
    this.thread = new Thread(this::watch, "sojourn-bundle-watcher");
    thread.setDaemon(true);
  }

  static Watcher start(Path directory, Duration pollInterval, Runnable onChange) {
    try {
      var service = directory.getFileSystem().newWatchService();
      var watcher = new Watcher(directory, pollInterval, onChange, service);
      watcher.register();
      watcher.thread.start();
      return watcher;
    } catch (IOException e) {
      throw new UncheckedIOException("the bundle's directory cannot be watched", e);
    }
  }

  /** Stops watching; done once nobody is called any more. */
  Future<Void> close() {
    try {
      service.close();
    } catch (IOException e) {
      log.warn("the watch over the bundle's directory did not close: {}", e.getMessage());
    }
    return ended.future();
  }

  private void watch() {
    try {
      while (true) {
        var key = service.poll(pollInterval.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
          settle(key);
          register();
        }
        onChange.run();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      log.debug("the watch over the bundle's directory has ended");
    } finally {
      ended.complete();
    }
  }

  private void settle(WatchKey first) throws InterruptedException {
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_BURST_MS);
    for (WatchKey key = first; key != null; key = service.poll(QUIET_MS, TimeUnit.MILLISECONDS)) {
      key.pollEvents();
      key.reset();
      if (System.nanoTime() > end) {
        return;
      }
    }
  }

  // Registering a directory again changes nothing, so new ones need no bookkeeping.
  private void register() {
    register(directory, 0);
    register(directory.resolve(Kind.JOURNEY.folder()), 0);
    Kind.OUTSIDE.forEach(kind -> register(directory.resolve(kind.folder()), 0));
    register(directory.resolve(Kind.TEMPLATE.folder()), Integer.MAX_VALUE);
  }

  private void register(Path root, int depth) {
    try {
      for (var one : directories(root, depth)) {
        one.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("'{}' is not watched, only polled: {}", root, e.getMessage());
    }
  }

  private static List<Path> directories(Path root, int depth) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var found = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
      return found.filter(Files::isDirectory).toList();
    }
  }
}
