package dev.sojourn.runtime.database;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server, which is started again when it dies; one that ends in order was told to. */
final class ServerProcess {
  private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);
  private static final long LARGEST_LOG = 10_000_000;

  /** Durable, small, and quiet when nothing happens. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("shared_buffers", "64MB"),
          Map.entry("max_connections", "50"),
          Map.entry("max_locks_per_transaction", "256"),
          Map.entry("max_wal_size", "1GB"),
          Map.entry("checkpoint_timeout", "5min"),
          Map.entry("wal_level", "minimal"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("io_method", "sync"),
          Map.entry("huge_pages", "off"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_checkpoints", "off"),
          Map.entry("unix_socket_permissions", "0700"));

  private final List<String> command;
  private final ServerPlace place;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private @Nullable Process process;
  private boolean isStopped;

  private ServerProcess(List<String> command, ServerPlace place) {
    this.command = command;
    this.place = place;
  }

  static ServerProcess start(
      ServerAccount account,
      ServerPlace place,
      Path programs,
      DatabaseUrl url,
      Map<String, String> settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                place.data().toString(),
                "-h",
                url.host(),
                "-p",
                "" + url.port(),
                "-k",
                place.sockets().toString()));
    Map<String, String> all = new TreeMap<>(DEFAULTS);
    all.putAll(settings);
    all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    ServerProcess server = new ServerProcess(account.daemon(command), place);
    server.keep();
    return server;
  }

  /** Of the server that runs, or ran last. */
  synchronized long pid() {
    return current().pid();
  }

  /** A fast shutdown: sessions end, what is committed is on disk. */
  void stop() {
    Process last;
    synchronized (this) {
      isStopped = true;
      last = current();
    }
    signal(last, "INT");
    if (!isEnded(last, LONGEST_STOP)) {
      log.warn("PostgreSQL does not stop in order; stopping it at once");
      signal(last, "QUIT");
      if (!isEnded(last, LONGEST_STOP)) {
        last.destroyForcibly();
      }
    }
  }

  /**
   * The server gets its signal of death when the thread that started it ends; so that thread lives
   * as long as the server does, or as this process.
   */
  private void keep() {
    Thread keeper = new Thread(this::run, "sojourn-postgres");
    keeper.setDaemon(true);
    keeper.start();
    try {
      ready.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof EmbeddedFailed failed
          ? failed
          : new EmbeddedFailed("PostgreSQL cannot be run: " + e.getMessage(), e);
    }
  }

  private void run() {
    try {
      launch();
      ready.complete(null);
    } catch (IOException | EmbeddedFailed e) {
      ready.completeExceptionally(e);
      return;
    }
    while (hasDied()) {
      log.warn("PostgreSQL has died (exit code {}); starting it again", current().exitValue());
      again();
    }
  }

  /** How it ends, which is waited for. */
  private boolean hasDied() {
    Process running = current();
    while (running.isAlive()) {
      isEnded(running, Duration.ofDays(1));
    }
    synchronized (this) {
      return !isStopped && running.exitValue() != 0;
    }
  }

  /** What is left of the last one may keep the next from starting for a while. */
  private void again() {
    try {
      Orphan.end(place.data());
      launch();
    } catch (IOException | EmbeddedFailed e) {
      log.warn("PostgreSQL is not back yet: {}", e.getMessage());
      LockSupport.parkNanos(BEFORE_NEXT_TRY.toNanos());
    }
  }

  private void launch() throws IOException {
    synchronized (this) {
      if (isStopped) {
        return;
      }
      process = process(command, place);
    }
    awaitReady(current());
  }

  private synchronized Process current() {
    return Objects.requireNonNull(process);
  }

  private static Process process(List<String> command, ServerPlace place) throws IOException {
    if (Files.exists(place.log()) && Files.size(place.log()) > LARGEST_LOG) {
      Path older = place.log().resolveSibling("postgres.log.1");
      Files.move(place.log(), older, StandardCopyOption.REPLACE_EXISTING);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(place.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private void awaitReady(Process process) {
    long started = System.nanoTime();
    boolean told = false;
    while (!isReady(process)) {
      if (!process.isAlive()) {
        throw new EmbeddedFailed("PostgreSQL did not start: " + lastWords(place.log()));
      }
      if (!told && System.nanoTime() - started > TimeUnit.SECONDS.toNanos(5)) {
        log.info("PostgreSQL is recovering what was not at its place when it stopped");
        told = true;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** The server writes its state into the eighth line of its pid file. */
  private boolean isReady(Process process) {
    try {
      List<String> lines = Files.readAllLines(place.data().resolve("postmaster.pid"));
      return lines.size() >= 8
          && lines.get(0).strip().equals("" + process.pid())
          && lines.get(7).strip().equals("ready");
    } catch (IOException e) {
      return false;
    }
  }

  private static String lastWords(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()))
          + " (more in '"
          + file
          + "')";
    } catch (IOException e) {
      return "it said nothing in '" + file + "'";
    }
  }

  private static void signal(Process process, String name) {
    Commands.succeeds(List.of("sh", "-c", "kill -" + name + " " + process.pid()));
  }

  private static boolean isEnded(Process process, Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
