package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may call. All keys in force are in memory; a change anywhere is announced on a channel of the
 * database and read within moments. Any thread may ask.
 */
public final class ApiKeys {
  private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);
  private static final String CHANNEL = "sojourn_keys";
  private static final String BEARER = "Bearer ";
  private static final int LONGEST_HEADER = 512;

  /**
   * How long what was read is believed, should an announcement have been lost: a revoked key is
   * good no longer than this. Nothing is read while nobody asks.
   */
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Keys in use are read again after this, so that nobody has to wait for it. */
  private static final long AGEING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PATIENCE_MS = 1_500;
  private static final long NOTED_EACH_MS = TimeUnit.MINUTES.toMillis(1);

  private record Snapshot(KeyRing ring, long readNanos) {
    boolean isOlderThan(long nanos) {
      return System.nanoTime() - readNanos > nanos;
    }
  }

  private final Database database;
  private final ApiKeyStore store;
  private final KeyRing ofSettings;
  private final RandomGenerator randomness = new SecureRandom();
  private final Map<String, ApiKey> verified = new ConcurrentHashMap<>();
  private final Map<Long, Long> notedMs = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Future<KeyRing>> reading = new AtomicReference<>();
  private volatile Snapshot current =
      new Snapshot(new KeyRing(List.of()), System.nanoTime() - BELIEVED_NANOS - 1);

  private ApiKeys(Database database, @Nullable String adminKey) {
    this.database = database;
    this.store = new ApiKeyStore(database);
    this.ofSettings = new KeyRing(adminKey == null ? List.of() : List.of(legacy(adminKey)));
  }

  /**
   * Opens the keys and follows their changes. A database that is away is no failure: keys are read
   * when the first one is asked for.
   *
   * @param adminKey a key of the settings that may do everything, or null
   */
  public static Future<ApiKeys> open(Database database, @Nullable String adminKey) {
    ApiKeys keys = new ApiKeys(database, adminKey);
    return database
        .listen(CHANNEL, keys::changed)
        .compose(listening -> keys.read())
        .onFailure(e -> log.warn("The API keys could not be read yet; they will be when asked", e))
        .otherwiseEmpty()
        .map(ring -> keys);
  }

  /**
   * Makes a key and answers its text, which is shown this once and stored nowhere.
   *
   * @param name what people call it
   */
  public Future<String> create(String name, Set<Scope> scopes) {
    return make(NewKey.of(name, scopes)).map(Made::text);
  }

  /** A key that was just made, and its text. */
  record Made(long id, String text) {}

  /** Makes a key. */
  Future<Made> make(NewKey key) {
    String text = KeyText.random(key.scopes(), randomness);
    return add(key, text).map(id -> new Made(id, text));
  }

  /** Makes sure that a key of this text is in force with these scopes; a revoked one stays so. */
  public Future<Void> ensure(String name, String text, Set<Scope> scopes) {
    return add(NewKey.of(name, scopes), text).mapEmpty();
  }

  private Future<Long> add(NewKey key, String text) {
    long id = database.ids().next();
    return database
        .<Void>transaction(tx -> store.add(tx, id, key, text, database.clock().instant()))
        .compose(added -> announced())
        .map(id);
  }

  /**
   * Mints one key that may send events if there is no key at all, and answers its text. Of several
   * processes that start together, one mints, and the others know its key when this is done.
   */
  public Future<Optional<String>> bootstrap() {
    String text = KeyText.random(randomness);
    NewKey first = NewKey.of("first", Set.of(Scope.INGEST));
    long id = database.ids().next();
    return database
        .transaction(
            tx ->
                store
                    .lockMinting(tx)
                    .compose(locked -> store.isAnyThere(tx))
                    .compose(
                        any ->
                            any
                                ? Future.succeededFuture(false)
                                : store
                                    .add(tx, id, first, text, database.clock().instant())
                                    .map(true)))
        .compose(
            minted ->
                minted
                    ? announced().map(Optional.of(text))
                    : readAnew().transform(read -> Future.succeededFuture(Optional.empty())));
  }

  /** Bars all keys of this name, here at once and elsewhere within moments; answers how many. */
  public Future<Integer> revoke(String name) {
    return store
        .revoke(-1, name, database.clock().instant())
        .compose(count -> announced().map(count));
  }

  /** Bars a key, likewise; answers whether it was in force. */
  Future<Boolean> revoke(long id) {
    return store
        .revoke(id, null, database.clock().instant())
        .compose(count -> announced().map(count > 0));
  }

  /** The keys there are, the newest first. */
  Future<KeyPage> page(boolean revokedToo, int limit, int offset) {
    return store.page(revokedToo, limit, offset);
  }

  /** The key of an id; none if it is not stored. */
  Future<Optional<KeyPage.Item>> one(long id) {
    return store.one(id).map(page -> page.items().stream().findFirst());
  }

  /** Whether there is a key of any kind, as last read. */
  boolean isEmpty() {
    return ofSettings.isEmpty() && current.ring().isEmpty();
  }

  /**
   * The key of a header that was verified before, without asking anybody; null if there is none, or
   * what was read is too old to be believed.
   */
  @Nullable ApiKey verified(@Nullable String header) {
    ApiKey key = header == null ? null : verified.get(header);
    if (key == null) {
      return null;
    }
    Snapshot known = current;
    if (known.isOlderThan(AGEING_NANOS)) {
      if (known.isOlderThan(BELIEVED_NANOS)) {
        return null;
      }
      readInBackground();
    }
    return key.expiresAt() != null && isExpired(key) ? null : key;
  }

  /**
   * The key of an {@code Authorization} header, or {@link Refusal} 401. Asks the database at most
   * once in two seconds, whatever comes; while it is away, the keys that were read last count.
   */
  Future<ApiKey> verify(@Nullable String header) {
    ApiKey known = verified(header);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Future.failedFuture(Refusal.unauthorized("Unauthorized: send 'Bearer <key>'"));
    }
    if (header.length() > LONGEST_HEADER) {
      return Future.failedFuture(unknown());
    }
    byte[] hash = KeyText.hash(header.substring(BEARER.length()).trim());
    ApiKey own = ofSettings.find(hash);
    if (own != null) {
      return accept(header, own);
    }
    if (!current.isOlderThan(BELIEVED_NANOS)) {
      return judged(header, current.ring(), hash);
    }
    return Here.of(read().timeout(PATIENCE_MS, TimeUnit.MILLISECONDS))
        .transform((ring, failure) -> judged(header, failure == null ? ring : last(failure), hash));
  }

  private Future<ApiKey> judged(String header, KeyRing ring, byte[] hash) {
    ApiKey found = ring.find(hash);
    return found == null ? Future.failedFuture(unknown()) : accept(header, found);
  }

  /** The keys that were read last, which count again for a while. */
  private KeyRing last(Throwable failure) {
    stale(failure);
    KeyRing ring = current.ring();
    current = new Snapshot(ring, System.nanoTime());
    return ring;
  }

  private Future<ApiKey> accept(String header, ApiKey key) {
    if (isExpired(key)) {
      return Future.failedFuture(Refusal.unauthorized("API key expired"));
    }
    verified.put(header, key);
    note(key);
    return Future.succeededFuture(key);
  }

  /** Notes that a key is in use; nobody waits for it, and a lost note is made up by the next. */
  private void note(ApiKey key) {
    Instant now = database.clock().instant();
    Long noted = notedMs.get(key.id());
    if (key.id() != 0 && (noted == null || now.toEpochMilli() - noted >= NOTED_EACH_MS)) {
      notedMs.put(key.id(), now.toEpochMilli());
      store
          .used(key.id(), now)
          .onFailure(e -> log.debug("the use of a key was not noted: {}", e.getMessage()));
    }
  }

  private boolean isExpired(ApiKey key) {
    return key.isExpired(database.clock().instant());
  }

  /** Reads all keys; who asks while that is under way gets the same answer. */
  private Future<KeyRing> read() {
    Promise<KeyRing> promise = Promise.promise();
    Future<KeyRing> mine = promise.future();
    Future<KeyRing> running = reading.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    long began = System.nanoTime();
    store
        .inForce()
        .map(
            entries -> {
              KeyRing ring = new KeyRing(entries);
              current = new Snapshot(ring, began);
              verified.clear();
              return ring;
            })
        .onComplete(
            done -> {
              reading.set(null);
              promise.handle(done);
            });
    return mine;
  }

  /** Reads all keys, and not with a reading that began before now. */
  private Future<KeyRing> readAnew() {
    Future<KeyRing> running = reading.get();
    return running == null ? read() : running.transform(done -> read());
  }

  private void changed() {
    readAnew().onFailure(ApiKeys::stale);
  }

  private void readInBackground() {
    read().onFailure(ApiKeys::stale);
  }

  private static void stale(Throwable failure) {
    log.warn("the API keys could not be read; the last ones stay", failure);
  }

  private Future<Void> announced() {
    database.notify(CHANNEL);
    return readAnew().mapEmpty();
  }

  private static KeyRing.Entry legacy(String adminKey) {
    return new KeyRing.Entry(
        KeyText.hash(adminKey),
        new ApiKey(0, "legacy", Set.of(Scope.FULL_ADMIN), List.of(), null, false));
  }

  private static Refusal unknown() {
    return Refusal.unauthorized("Unauthorized: this API key is not known");
  }
}
