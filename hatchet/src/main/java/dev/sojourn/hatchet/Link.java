package dev.sojourn.hatchet;

import com.google.protobuf.MessageLite;
import dev.sojourn.hatchet.HatchetException.Kind;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an engine that carries the token: calls with a deadline and rules of
 * repetition, and the raw channel for streams. A worker takes one of its own, so that a burst of
 * pushes never delays a heartbeat.
 *
 * <p>Safe for use by many threads. Answers arrive on threads of gRPC, which must not be blocked.
 */
public final class Link implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final long HURRY_NANOS = Duration.ofMillis(250).toNanos();

  private final HatchetConfig config;
  private final Clock clock;
  private final RandomGenerator random;
  private final ScheduledExecutorService timer;
  private final ManagedChannel transport;
  private final Channel channel;
  private final AtomicLong hurried = new AtomicLong(System.nanoTime() - HURRY_NANOS);
  private final Map<Object, CompletableFuture<?>> pausing = new ConcurrentHashMap<>();

  private Link(
      HatchetConfig config, Clock clock, RandomGenerator random, ManagedChannel transport) {
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.transport = transport;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "hatchet-timer");
              thread.setDaemon(true);
              return thread;
            });
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + config.token().text());
    this.channel =
        ClientInterceptors.intercept(transport, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** A connection that is made with the first call. */
  static Link open(HatchetConfig config, Clock clock, RandomGenerator random) {
    return new Link(config, clock, random, Channels.open(config));
  }

  /** A connection of its own to the same engine, with the same settings. */
  public Link sibling() {
    return open(config, clock, random);
  }

  /** The settings it was made with. */
  public HatchetConfig config() {
    return config;
  }

  /** The clock of timestamps that are sent. */
  public Clock clock() {
    return clock;
  }

  /** The source of jitter. */
  public RandomGenerator random() {
    return random;
  }

  /** The channel for streams; every call on it carries the token. */
  public Channel channel() {
    return channel;
  }

  /**
   * Has the next call try to connect, where gRPC would wait up to two minutes after failures. At
   * most four times a second, and without effect on a connection that is there.
   */
  public void hurry() {
    long now = System.nanoTime();
    long last = hurried.get();
    if (transport.getState(false) == ConnectivityState.TRANSIENT_FAILURE
        && now - last > HURRY_NANOS
        && hurried.compareAndSet(last, now)) {
      transport.enterIdle();
    }
  }

  /**
   * Leaves the present transport to the calls that are on it and makes a new one for the next call.
   * For a connection that is dead without knowing it.
   */
  public void reconnect() {
    transport.enterIdle();
  }

  /**
   * One call and its answer; a failure is a {@link HatchetException}.
   *
   * @param retry whether and when it is made again, and how long each may take
   */
  public <Q extends MessageLite, A> CompletionStage<A> call(
      MethodDescriptor<Q, A> method, Q request, Retry retry) {
    int limit = config.calls().maxSendBytes();
    if (request.getSerializedSize() > limit) {
      return CompletableFuture.failedFuture(
          new HatchetException(
              Kind.TOO_LARGE,
              "%s: the request has %d bytes, the limit is %d; send less, or raise HATCHET_CLIENT_GRPC_MAX_SEND_MESSAGE_LENGTH and the engine's SERVER_GRPC_MAX_MSG_SIZE"
                  .formatted(method.getBareMethodName(), request.getSerializedSize(), limit)));
    }
    return repeating(() -> once(method, request, retry.deadline()), retry);
  }

  /** An action that is repeated by the rules, unless settings forbid repetition. */
  <T> CompletionStage<T> repeating(Supplier<CompletionStage<T>> action, Retry retry) {
    var result = new CompletableFuture<T>();
    boolean allowed = config.calls().retry() || retry.attempts() == Integer.MAX_VALUE;
    attempt(action, retry, allowed, 1, result);
    return result;
  }

  private <T> void attempt(
      Supplier<CompletionStage<T>> action,
      Retry retry,
      boolean allowed,
      int number,
      CompletableFuture<T> result) {
    var unused =
        action
            .get()
            .whenComplete(
                (value, failure) -> {
                  if (failure == null) {
                    result.complete(value);
                    return;
                  }
                  var cause = unwrapped(failure);
                  var wait =
                      allowed && cause instanceof HatchetException known
                          ? retry.next(number, known.kind(), random).orElse(null)
                          : null;
                  if (wait == null
                      || !later(
                          wait, () -> attempt(action, retry, true, number + 1, result), result)) {
                    result.completeExceptionally(cause);
                  }
                });
  }

  private boolean later(Duration wait, Runnable action, CompletableFuture<?> result) {
    var pause = new Object();
    pausing.put(pause, result);
    try {
      var unused =
          timer.schedule(
              () -> {
                pausing.remove(pause);
                action.run();
              },
              wait.toMillis(),
              TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException closed) {
      pausing.remove(pause);
      return false;
    }
  }

  private <Q, A> CompletionStage<A> once(
      MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    hurry();
    var result = new CompletableFuture<A>();
    var sent = new Sent();
    var options =
        options()
            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .withStreamTracerFactory(sent);
    ClientCalls.asyncUnaryCall(
        channel.newCall(method, options),
        request,
        new StreamObserver<A>() {
          @Override
          public void onNext(A answer) {
            result.complete(answer);
          }

          @Override
          public void onError(Throwable failure) {
            var name = String.valueOf(method.getBareMethodName());
            result.completeExceptionally(Failures.of(name, failure, config, sent.isSent()));
          }

          @Override
          public void onCompleted() {
            result.completeExceptionally(
                new HatchetException(
                    Kind.ENGINE, method.getBareMethodName() + ": the engine answered nothing"));
          }
        });
    return result;
  }

  private CallOptions options() {
    return config.calls().compress()
        ? CallOptions.DEFAULT.withCompression("gzip")
        : CallOptions.DEFAULT;
  }

  /**
   * What a stream that ended says.
   *
   * @param failure what ended it, or null if the engine did in peace
   * @param heard whether the engine is known to have had it; else it may not have been reached
   */
  public HatchetException failure(String call, @Nullable Throwable failure, boolean heard) {
    return failure == null
        ? new HatchetException(Kind.UNANSWERED, call + ": the engine ended the stream")
        : Failures.of(call, failure, config, heard);
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Ends the connection at once; calls in flight, and those between two tries, fail. */
  @Override
  public void close() {
    timer.shutdownNow();
    transport.shutdownNow();
    var closed = new HatchetException(Kind.UNREACHABLE, "the connection was closed here");
    pausing.values().forEach(result -> result.completeExceptionally(closed));
    pausing.clear();
  }
}
