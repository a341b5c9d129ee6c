package dev.sojourn.runtime.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The meters of one process, and the text a scrape of them gets. Counting takes no lock and may be
 * done on any thread; gauges are read when somebody scrapes.
 */
public final class Telemetry implements AutoCloseable {
  private record Series(String name, String first, String second) {}

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics collections;
  private final Counter retried;
  private final ConcurrentMap<Series, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Series, RequestMeter> routes = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Timer> providers = new ConcurrentHashMap<>();

  private Telemetry(PrometheusMeterRegistry registry, JvmGcMetrics collections) {
    this.registry = registry;
    this.collections = collections;
    this.retried =
        Counter.builder("journey_step_retries")
            .description("Steps of journeys to be tried again")
            .register(registry);
  }

  /** A fresh set of meters, those of the JVM included. */
  public static Telemetry open() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    JvmGcMetrics collections = new JvmGcMetrics();
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return new Telemetry(registry, collections);
  }

  /** The registry itself, for meters that only one room knows. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All meters in the text format of Prometheus. */
  public String scrape() {
    return registry.scrape();
  }

  /** The meter of one route; the same for the same route. */
  public RequestMeter route(String method, String route) {
    return routes.computeIfAbsent(
        new Series("http", method, route), series -> new RouteMeter(registry, route, method));
  }

  /** Counts events that were stored, by {@code source}: {@code api}, {@code journey} and so on. */
  public void eventsIngested(String source, int count) {
    one("events_ingested", "Events stored", "source", source, count);
  }

  /** Counts contacts that entered a journey. */
  public void enrolled(String journeyId, int count) {
    one("journey_enrolments", "Contacts that entered", "journey", journeyId, count);
  }

  /** Counts contacts that a trigger did not let in, by the reason's wire spelling. */
  public void enrolmentSkipped(String journeyId, String reason, int count) {
    two("journey_enrolment_skipped", "Contacts not let in", journeyId, "reason", reason, count);
  }

  /** Counts runs that ended: {@code completed}, {@code exited} or {@code failed}. */
  public void runsEnded(String journeyId, String outcome, int count) {
    two("journey_runs", "Runs that ended", journeyId, "outcome", outcome, count);
  }

  /** Counts mails that came to an end or a new state, by the provider's id. */
  public void mails(String status, String provider, int count) {
    counters
        .computeIfAbsent(
            new Series("emails", status, provider),
            series ->
                Counter.builder(series.name())
                    .description("Mails by what became of them")
                    .tag("status", status)
                    .tag("provider", provider)
                    .register(registry))
        .increment(count);
  }

  /** Counts tries of our webhooks: {@code delivered}, {@code pending} again, or {@code failed}. */
  public void webhooks(String outcome, int count) {
    one("webhook_deliveries", "Tries of our webhooks", "outcome", outcome, count);
  }

  /**
   * Shows a value that is read at each scrape.
   *
   * @param name the name as scraped, such as {@code scripts_loaded}
   * @param value asked on the scraping thread; must not block
   */
  public void gauge(String name, String description, Supplier<? extends Number> value) {
    Gauge.builder(name, value::get).description(description).register(registry);
  }

  /** Shows a value likewise, as one of several that a label tells apart. */
  public void gauge(
      String name,
      String description,
      String label,
      String which,
      Supplier<? extends Number> value) {
    Gauge.builder(name, value::get).description(description).tag(label, which).register(registry);
  }

  /**
   * Shows how often something was waited for, and how long in all, as read at each scrape.
   *
   * @param name the name without its unit, such as {@code db_query_duration}
   */
  public void timer(String name, String description, LongSupplier count, LongSupplier nanos) {
    FunctionTimer.builder(
            name, this, any -> count.getAsLong(), any -> nanos.getAsLong(), TimeUnit.NANOSECONDS)
        .description(description)
        .register(registry);
  }

  /** Times what a provider of mails took for one mail, whatever came of it. */
  public void providerAnswered(String provider, long nanos) {
    providers.computeIfAbsent(provider, this::ofProvider).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer ofProvider(String provider) {
    return Timer.builder("email_provider_duration")
        .description("Time from handing a mail to the provider to its answer")
        .tag("provider", provider)
        .register(registry);
  }

  /** Counts steps of journeys that are to be tried again. */
  public void stepRetried() {
    retried.increment();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void one(String name, String description, String label, String value, int count) {
    counters
        .computeIfAbsent(
            new Series(name, value, ""),
            series ->
                Counter.builder(name).description(description).tag(label, value).register(registry))
        .increment(count);
  }

  private void two(
      String name, String description, String journeyId, String label, String value, int count) {
    counters
        .computeIfAbsent(
            new Series(name, journeyId, value),
            series ->
                Counter.builder(name)
                    .description(description)
                    .tag("journey", journeyId)
                    .tag(label, value)
                    .register(registry))
        .increment(count);
  }
}
