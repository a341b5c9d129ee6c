package dev.sojourn.hatchet.fake;

import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, on demand. Each order counts: two calls of {@link #dropNextAck} lose two acks.
 * Safe for use by any thread; an order holds from the next request on.
 */
public final class Faults {
  /** Breakages that are ordered by number. */
  private enum Kind {
    ACK,
    COMPLETION,
    DOUBLE_COMPLETION,
    ASSIGNMENT,
    DOUBLE_ASSIGNMENT,
    EVICTION_WITHOUT_EFFECT,
    EVICTION_ACK
  }

  /** What happens to a call. */
  record CallFault(Status status, boolean isAfter, AtomicInteger left) {}

  private final Ids ids;
  private final Map<Kind, AtomicInteger> ordered = new EnumMap<>(Kind.class);
  private final Map<String, CallFault> calls = new ConcurrentHashMap<>();
  private volatile double acksLost;
  private volatile double completionsLost;
  private volatile boolean isRejectingTokens;
  private final AtomicReference<@Nullable String> meetingEvent = new AtomicReference<>();
  private volatile Predicate<String> concerned = runId -> true;

  Faults(Ids ids) {
    this.ids = ids;
    for (Kind kind : Kind.values()) {
      ordered.put(kind, new AtomicInteger());
    }
  }

  /** The next ack of a memo, wait or child run is not sent; what it would say has happened. */
  public Faults dropNextAck() {
    return order(Kind.ACK);
  }

  /** The next completion that the engine pushes is not sent; the poll of the worker finds it. */
  public Faults dropNextCompletion() {
    return order(Kind.COMPLETION);
  }

  /** The next completion is sent twice. */
  public Faults doubleNextCompletion() {
    return order(Kind.DOUBLE_COMPLETION);
  }

  /** The next assignment is written to a connection that breaks: the engine believes it sent. */
  public Faults loseNextAssignment() {
    return order(Kind.ASSIGNMENT);
  }

  /** The next assignment is delivered twice. */
  public Faults doubleNextAssignment() {
    return order(Kind.DOUBLE_ASSIGNMENT);
  }

  /** The next eviction is acknowledged and does nothing: the task stays with its worker. */
  public Faults ignoreNextEviction() {
    return order(Kind.EVICTION_WITHOUT_EFFECT);
  }

  /** The next eviction happens, and its ack is not sent. */
  public Faults dropNextEvictionAck() {
    return order(Kind.EVICTION_ACK);
  }

  /**
   * An event of that key is pushed in the moment of the next eviction; what it completes is not
   * sent.
   */
  public Faults meetDuringNextEviction(String eventKey) {
    meetingEvent.set(eventKey);
    return this;
  }

  /**
   * From now on loses that share of acks and of pushed completions, 0 to 1, by the engine's seed.
   */
  public Faults loseShare(double acks, double completions) {
    acksLost = acks;
    completionsLost = completions;
    return this;
  }

  /**
   * The next calls of a method fail before they do anything.
   *
   * @param method as {@code EventsService/Push}
   * @param times how many calls
   */
  public Faults failNext(String method, Status status, int times) {
    return onCalls(method, new CallFault(status, false, new AtomicInteger(times)));
  }

  /** The next call of a method is done, and its answer is lost: the client sees the status. */
  public Faults loseNextAnswer(String method, Status status) {
    return onCalls(method, new CallFault(status, true, new AtomicInteger(1)));
  }

  /** Whether every call is answered as one with a wrong token. */
  public Faults rejectTokens(boolean reject) {
    isRejectingTokens = reject;
    return this;
  }

  /** The faults of assignments, acks and completions concern these runs only; all, unless said. */
  public Faults only(Predicate<String> runIds) {
    concerned = runIds;
    return this;
  }

  private Faults order(Kind kind) {
    counter(kind).incrementAndGet();
    return this;
  }

  private Faults onCalls(String method, CallFault fault) {
    calls.put(method, fault);
    return this;
  }

  boolean losesAck(Run run) {
    return concerned.test(run.id) && (taken(Kind.ACK) || ids.happens(acksLost));
  }

  boolean losesCompletion(Run run) {
    return concerned.test(run.id) && (taken(Kind.COMPLETION) || ids.happens(completionsLost));
  }

  boolean doublesCompletion(Run run) {
    return concerned.test(run.id) && taken(Kind.DOUBLE_COMPLETION);
  }

  boolean losesAssignment(Run run) {
    return concerned.test(run.id) && taken(Kind.ASSIGNMENT);
  }

  boolean doublesAssignment(Run run) {
    return concerned.test(run.id) && taken(Kind.DOUBLE_ASSIGNMENT);
  }

  boolean ignoresEviction(Run run) {
    return concerned.test(run.id) && taken(Kind.EVICTION_WITHOUT_EFFECT);
  }

  boolean losesEvictionAck(Run run) {
    return concerned.test(run.id) && taken(Kind.EVICTION_ACK);
  }

  boolean isRejectingTokens() {
    return isRejectingTokens;
  }

  /** The key of the event that meets the present eviction, null for none. */
  @Nullable String meetingEvent() {
    return meetingEvent.getAndSet(null);
  }

  /** What happens to this call of the method, if anything. */
  Optional<CallFault> onCall(String method) {
    CallFault fault = calls.get(method);
    return fault != null && takeOne(fault.left()) ? Optional.of(fault) : Optional.empty();
  }

  private boolean taken(Kind kind) {
    return takeOne(counter(kind));
  }

  private AtomicInteger counter(Kind kind) {
    return Objects.requireNonNull(ordered.get(kind));
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
  }
}
