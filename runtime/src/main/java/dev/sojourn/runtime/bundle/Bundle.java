package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.Template;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.config.BadSettings;
import dev.sojourn.runtime.config.BundleConfig;
import dev.sojourn.runtime.database.Database;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's files, as they are in force: the numbered active set, the same in every process,
 * and every script version that live enrolments are pinned to. Safe for all threads.
 */
public final class Bundle {
  private static final Logger log = LoggerFactory.getLogger(Bundle.class);

  /** How often a process looks for a set that it was not told of. */
  private static final Duration BACKSTOP = Duration.ofMinutes(1);

  /** Late enough that what is compiled ahead is not in the way of the first runs. */
  private static final Duration AHEAD_AFTER = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Database database;
  private final BundleConfig config;
  private final Workshop workshop;
  private final OneAtATime follow;
  private final OneAtATime publish;
  private final FileBook book = new FileBook();
  private final List<Consumer<ActiveSet>> listeners = new CopyOnWriteArrayList<>();
  private volatile Loader.InForce inForce = Loader.InForce.NOTHING;
  private volatile ActiveSet active = ActiveSet.NONE;
  private volatile List<FileStatus> files = List.of();
  private Loader.Known compiled = Loader.Known.NOTHING;
  private volatile @Nullable Watcher watcher;
  private long backstop = -1;
  private long ahead = -1;

  /** A Vert.x that closes ends the bundle first, whose threads would go on asking it. */
  private final Closeable hook = done -> close().onComplete(done);

  private volatile boolean closed;

  private Bundle(Vertx vertx, Database database, BundleConfig config, ScriptCompiler compiler) {
    this.vertx = vertx;
    this.database = database;
    this.config = config;
    var context = vertx.getOrCreateContext();
    this.workshop = Workshop.open(vertx, database, config, compiler, () -> inForce.set());
    this.follow = new OneAtATime(context, this::followDatabase);
    this.publish = new OneAtATime(context, this::publishChange);
    ((VertxInternal) vertx).addCloseHook(hook);
  }

  /**
   * The bundle with its active set in force, kept up to date until it is closed. A process that
   * publishes also watches its directory: in {@code dev} what is there is published at once, else
   * only if there is no set yet, and after that whenever it changes.
   */
  public static Future<Bundle> open(
      Vertx vertx, Database database, BundleConfig config, ScriptCompiler compiler) {
    var bundle = new Bundle(vertx, database, config, compiler);
    return bundle
        .open()
        .map(opened -> bundle)
        .recover(failure -> bundle.close().transform(closed -> Future.failedFuture(failure)));
  }

  private Future<Void> open() {
    return database
        .listen(Publisher.CHANNEL, () -> ask(follow, "the active set was not followed"))
        .compose(listening -> follow.ask())
        .compose(followed -> config.publishes() ? openDirectory() : Future.succeededFuture())
        .compose(opened -> chosen())
        .onSuccess(opened -> openTimers());
  }

  /** Who chooses what is not there is told at the start; later it is only said. */
  private Future<Void> chosen() {
    var problems = Choice.problems(config, inForce.set());
    return problems.isEmpty()
        ? Future.succeededFuture()
        : Future.failedFuture(new BadSettings(problems));
  }

  private void openTimers() {
    backstop =
        vertx.setPeriodic(
            BACKSTOP.toMillis(), timer -> ask(follow, "the active set was not followed"));
    ahead =
        vertx.setTimer(
            AHEAD_AFTER.toMillis(),
            timer -> compileAhead(List.copyOf(active().journeys().values()).iterator()));
  }

  /** Compiles the scripts in force one by one, so that a herd of runs need not wait for it. */
  private void compileAhead(Iterator<ActiveJourney> left) {
    if (!closed && left.hasNext()) {
      script(left.next().version()).onComplete(compiled -> compileAhead(left));
    }
  }

  private Future<Void> openDirectory() {
    var first =
        config.dev() || active().number() == 0 ? publish.ask() : workshop.directory().takeAsKnown();
    return first.onSuccess(
        done ->
            watcher =
                Watcher.start(
                    config.directory(),
                    config.pollInterval(),
                    () -> ask(publish, "the bundle's directory was not published")));
  }

  /** What is in force now, as far as the settings of this process choose it. */
  public ActiveSet active() {
    return active;
  }

  /**
   * The template that a mail of this key is made from: the one in force, or the last version of one
   * that was removed.
   */
  public Optional<ActiveTemplate> template(String key) {
    var now = inForce;
    var active = now.set().templates().get(key);
    return Optional.ofNullable(active != null ? active : now.retired().get(key));
  }

  /** The template of a version; fails with {@link Uncompilable} if there can be none. */
  public Future<Template> template(int version) {
    return workshop.template(version);
  }

  /**
   * The script of a version, compiled; fails with {@link Uncompilable} if there can be none, and
   * otherwise only for the database.
   */
  public Future<Script> script(int version) {
    var known = workshop.scripts().get(version);
    if (known.isComplete()) {
      return known;
    }
    // Whoever asks gets the answer on its own context, though another may have asked first.
    Promise<Script> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
    known.onComplete(answer);
    return answer.future();
  }

  /** What these versions say about themselves; one that is not stored is missing. */
  public Future<Map<Integer, JourneyDefinition>> definitions(Collection<Integer> versions) {
    return workshop.definitions().of(versions);
  }

  /** Calls with every new active set from now on, on the bundle's own context. */
  public void onChange(Consumer<ActiveSet> listener) {
    listeners.add(listener);
  }

  /**
   * Looks now, without waiting for a file event or a hint; done when what was there at the call is
   * in force or rejected.
   */
  public Future<Void> reload() {
    return (config.publishes() ? publish : follow).ask();
  }

  /** How every file stands, in order of path. */
  public List<FileStatus> files() {
    return files;
  }

  /** Stops watching and following; done once nothing of it is under way. */
  public Future<Void> close() {
    closed = true;
    ((VertxInternal) vertx).removeCloseHook(hook);
    vertx.cancelTimer(backstop);
    vertx.cancelTimer(ahead);
    Watcher watching = watcher;
    Future<Void> unwatched = watching == null ? Future.succeededFuture() : watching.close();
    return unwatched.eventually(publish::stop).eventually(follow::stop).eventually(workshop::close);
  }

  private void ask(OneAtATime work, String problem) {
    if (!closed) {
      work.ask().onFailure(failure -> tell(problem, failure));
    }
  }

  private void tell(String problem, Throwable failure) {
    if (!closed) {
      log.warn("{}; trying again: {}", problem, reason(failure));
    }
  }

  private Future<Void> publishChange() {
    return workshop
        .directory()
        .publishChange()
        .compose(change -> change == null ? Future.succeededFuture() : published(change));
  }

  private Future<Void> published(Directory.Change change) {
    book.checked(change.files());
    files = book.files();
    compiled = change.compiled();
    workshop.scripts().layOut(compiled.scripts());
    return follow.ask();
  }

  private Future<Void> followDatabase() {
    return workshop
        .store()
        .newest()
        .compose(
            newest ->
                newest.number() <= active().number()
                    ? Future.succeededFuture()
                    : workshop.loader().load(newest, known()).map(this::putInForce))
        .mapEmpty();
  }

  private Loader.Known known() {
    var templates = new HashMap<>(compiled.templates());
    var now = inForce;
    now.retired().values().forEach(one -> templates.put(one.version(), one.template()));
    now.set().templates().values().forEach(one -> templates.put(one.version(), one.template()));
    var others = new HashMap<>(now.set().files().versions());
    others.putAll(compiled.others());
    return new Loader.Known(compiled.scripts(), templates, others);
  }

  private ActiveSet putInForce(Loader.InForce loaded) {
    workshop.scripts().putInForce(loaded.compiled());
    workshop.definitions().know(loaded.set());
    inForce = loaded;
    active = loaded.set().only(config.journeys(), config.lists());
    Choice.problems(config, loaded.set()).forEach(log::warn);
    compiled = Loader.Known.NOTHING;
    book.putInForce(loaded.set(), database.clock().instant());
    files = book.files();
    var chosen = active;
    listeners.forEach(listener -> tell(listener, chosen));
    return chosen;
  }

  private static void tell(Consumer<ActiveSet> listener, ActiveSet set) {
    try {
      listener.accept(set);
    } catch (RuntimeException e) {
      log.error("a listener failed on active set {}", set.number(), e);
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
