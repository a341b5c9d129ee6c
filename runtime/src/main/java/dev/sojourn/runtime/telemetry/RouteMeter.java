package dev.sojourn.runtime.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one route, registered with its first answer. A status met before costs an array
 * read and two additions.
 */
final class RouteMeter implements RequestMeter {
  private static final int STATUSES = 600;
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;
  private final String route;
  private final String method;
  private volatile @Nullable Timer duration;
  private final AtomicReferenceArray<@Nullable Counter> byStatus =
      new AtomicReferenceArray<>(STATUSES);

  RouteMeter(MeterRegistry registry, String route, String method) {
    this.registry = registry;
    this.route = route;
    this.method = method;
  }

  @Override
  public void answered(int status, long startedNanos) {
    Timer timer = duration;
    if (timer == null) {
      timer = timer();
      duration = timer;
    }
    timer.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    int slot = status > 0 && status < STATUSES ? status : 0;
    Counter counter = byStatus.get(slot);
    if (counter == null) {
      counter = counterOf(slot);
      byStatus.set(slot, counter);
    }
    counter.increment();
  }

  private Timer timer() {
    return Timer.builder("http_request_duration")
        .description("Time from a request's headers to the end of its answer")
        .tag("route", route)
        .tag("method", method)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter counterOf(int status) {
    return Counter.builder("http_requests")
        .description("Requests answered")
        .tag("route", route)
        .tag("method", method)
        .tag("status", Integer.toString(status))
        .register(registry);
  }
}
