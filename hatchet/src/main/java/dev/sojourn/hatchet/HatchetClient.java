package dev.sojourn.hatchet;

import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.wire.DispatcherGrpc;
import dev.sojourn.hatchet.wire.GetVersionRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * A connection to a Hatchet engine, and everything a program asks of it: events, runs, definitions,
 * crons. Safe for use by many threads; a program needs one.
 */
public final class HatchetClient implements AutoCloseable {
  private final Link link;
  private final Events events;
  private final Runs runs;
  private final Workflows workflows;
  private final Crons crons;
  private final Workers workers;

  private HatchetClient(Link link) {
    var rest = new Rest(link);
    this.link = link;
    this.events = new Events(link);
    this.runs = new Runs(link, rest);
    this.workflows = new Workflows(link, rest);
    this.crons = new Crons(link, rest);
    this.workers = new Workers(rest);
  }

  /**
   * Connects, and finds out at once what would fail later: an expired or refused token, a wrong TLS
   * strategy, an engine that is not there within {@link CallConfig#connectTimeout} or is too old.
   *
   * @return the client, or a {@link HatchetException} with one line that says what to set
   */
  public static CompletionStage<HatchetClient> connect(HatchetConfig config) {
    return connect(config, Clock.systemUTC(), RandomGenerator.getDefault());
  }

  /** The same with a given clock for timestamps and a given source of jitter. */
  public static CompletionStage<HatchetClient> connect(
      HatchetConfig config, Clock clock, RandomGenerator random) {
    HatchetClient client;
    try {
      client = open(config, clock, random);
    } catch (HatchetException e) {
      return CompletableFuture.failedFuture(e);
    }
    return client
        .check(patience(config.calls().connectTimeout()))
        .thenApply(version -> client)
        .whenComplete(
            (connected, failure) -> {
              if (failure != null) {
                client.close();
              }
            });
  }

  /**
   * A client that asks nothing of the engine yet, for a program that must start while the engine
   * may be down.
   *
   * @throws HatchetException if certificates cannot be read
   */
  public static HatchetClient open(HatchetConfig config) {
    return open(config, Clock.systemUTC(), RandomGenerator.getDefault());
  }

  /** The same with a given clock for timestamps and a given source of jitter. */
  public static HatchetClient open(HatchetConfig config, Clock clock, RandomGenerator random) {
    return new HatchetClient(Link.open(config, clock, random));
  }

  /**
   * Asks the engine once whether it is there, takes the token and is new enough.
   *
   * @return its release, or a {@link HatchetException} within 5 s
   */
  public CompletionStage<EngineVersion> check() {
    return check(Retry.ONCE);
  }

  private CompletionStage<EngineVersion> check(Retry retry) {
    var complaint = link.config().complaint(link.clock().instant());
    if (!complaint.isEmpty()) {
      return CompletableFuture.failedFuture(new HatchetException(Kind.TOKEN, complaint));
    }
    var request = GetVersionRequest.getDefaultInstance();
    return link.call(DispatcherGrpc.getGetVersionMethod(), request, retry)
        .thenCompose(answer -> accepted(answer.getVersion()));
  }

  /** One try a second, as long as the engine may take to appear. */
  private static Retry patience(Duration timeout) {
    int tries = (int) Math.max(1, Math.min(3_600, timeout.toSeconds()));
    var second = Duration.ofSeconds(1);
    var deadline = Duration.ofSeconds(Math.min(10, tries));
    return new Retry(tries, Set.of(Kind.UNREACHABLE, Kind.UNANSWERED), second, second, deadline);
  }

  private CompletionStage<EngineVersion> accepted(String text) {
    var version = EngineVersion.parse(text);
    if (version.compareTo(link.config().calls().minimumEngine()) >= 0) {
      return CompletableFuture.completedFuture(version);
    }
    var found = "it is " + text;
    return CompletableFuture.failedFuture(
        Failures.tooOld(
            version.equals(EngineVersion.UNSTAMPED) ? found + ", which no release is" : found,
            link.config()));
  }

  /** The settings in force. */
  public HatchetConfig config() {
    return link.config();
  }

  /** Pushing events. */
  public Events events() {
    return events;
  }

  /** Starting, watching and ending runs. */
  public Runs runs() {
    return runs;
  }

  /** Definitions of workflows. */
  public Workflows workflows() {
    return workflows;
  }

  /** Crons that are set at run time. */
  public Crons crons() {
    return crons;
  }

  /** Workers as the engine sees them. */
  public Workers workers() {
    return workers;
  }

  /** The connection, for a worker to take one like it. */
  public Link link() {
    return link;
  }

  /** Ends the connection; calls in flight fail. */
  @Override
  public void close() {
    link.close();
  }
}
