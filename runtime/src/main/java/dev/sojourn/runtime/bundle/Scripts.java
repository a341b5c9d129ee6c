package dev.sojourn.runtime.bundle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.sojourn.dsl.compile.Script;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiled scripts by version: those in force stay, others as long as runs ask for them and there
 * is room. Safe for all threads.
 */
final class Scripts {
  /** What the classes of a small script weigh beside its text, in characters. */
  private static final int CLASSES = 20_000;

  /** Room for some two hundred versions that are not in force. */
  private static final long ROOM = 5_000_000;

  private static final Duration IDLE = Duration.ofMinutes(30);

  private final BundleStore store;
  private final BundleThreads threads;
  private final Holders holders;
  private final Set<Integer> asked = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Future<Script>> loading = new ConcurrentHashMap<>();
  private final Cache<Integer, Script> others;
  private volatile Map<Integer, Script> inForce = Map.of();

  Scripts(BundleStore store, BundleThreads threads, Holders holders) {
    this.store = store;
    this.threads = threads;
    this.holders = holders;
    this.others =
        Caffeine.newBuilder()
            .maximumWeight(ROOM)
            .weigher((Integer version, Script script) -> CLASSES + script.source().length())
            .expireAfterAccess(IDLE)
            .executor(Runnable::run)
            .removalListener(this::forget)
            .build();
  }

  /** The script of a version, for a run; fails with {@link Uncompilable} if there can be none. */
  Future<Script> get(int version) {
    asked.add(version);
    var script = known(version);
    if (script != null) {
      return Future.succeededFuture(script);
    }
    var coming = loading.computeIfAbsent(version, this::load);
    coming.onComplete(done -> loading.remove(version, coming));
    return coming;
  }

  /** The script if it is compiled. */
  @Nullable Script known(int version) {
    var script = inForce.get(version);
    return script != null ? script : others.getIfPresent(version);
  }

  /** Compiles a stored version, away from the event loop. */
  private Future<Script> compile(StoredVersion version) {
    return threads.run(() -> compiled(version));
  }

  /** Takes over the compiled scripts that are in force from now on. */
  void putInForce(Map<Integer, Script> scripts) {
    var before = inForce;
    scripts.values().forEach(holders::hold);
    before.forEach(
        (version, script) -> {
          if (!scripts.containsKey(version) && asked.contains(version)) {
            holders.hold(script);
            others.put(version, script);
          }
        });
    inForce = Map.copyOf(scripts);
    before.values().forEach(holders::letGo);
  }

  /** Takes over what is laid out anew of the scripts in force: the same steps in other lines. */
  void layOut(Map<Integer, Script> compiled) {
    var anew = new HashMap<>(inForce);
    anew.replaceAll((version, script) -> compiled.getOrDefault(version, script));
    if (!anew.equals(inForce)) {
      putInForce(anew);
    }
  }

  private Future<Script> load(int version) {
    return store
        .versions(List.of(version))
        .compose(
            stored ->
                stored.isEmpty() || stored.get(0).kind() != Kind.JOURNEY
                    ? Future.failedFuture(
                        new Uncompilable("script version " + version + " is not stored", null))
                    : compile(stored.get(0)))
        .onSuccess(script -> others.put(version, script));
  }

  private void forget(@Nullable Integer version, @Nullable Script script, RemovalCause cause) {
    if (version != null && cause.wasEvicted()) {
      asked.remove(version);
    }
    if (script != null) {
      holders.letGo(script);
    }
  }

  private Script compiled(StoredVersion version) {
    try {
      return holders.compile(version.kind().path(version.id()), version.source());
    } catch (RuntimeException | StackOverflowError e) {
      throw new Uncompilable(
          "journey '%s', version %s: its stored source does not compile here: %s"
              .formatted(version.id(), version.hash().substring(0, 12), e.getMessage()),
          e);
    }
  }
}
