package dev.sojourn.runtime.outbound

import dev.sojourn.core.webhook.Presets
import dev.sojourn.core.webhook.Retries
import dev.sojourn.runtime.config.DeliveryConfig
import dev.sojourn.runtime.config.OutboundConfig
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.email.MailerSpecification
import dev.sojourn.runtime.outbox.Announcement
import dev.sojourn.runtime.outbox.Outbox
import dev.sojourn.runtime.outbox.Parcel
import dev.sojourn.runtime.outbox.Route
import dev.sojourn.runtime.telemetry.Telemetry
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.Duration
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** A database, processes that deliver, and a recorder that they deliver to. */
abstract class OutboundSpecification extends Specification {
  static final SECRET = 'a secret of thirty-two characters'

  @Shared Vertx vertx = Vertx.vertx()
  TestDatabase test = TestDatabase.fresh()
  Recorder recorder = new Recorder(vertx)
  MailerSpecification.MovedClock clock = new MailerSpecification.MovedClock()
  List<Process> processes = []
  PollingConditions soon = new PollingConditions(timeout: 15, delay: 0.02)

  def cleanup() {
    processes.each { it.close() }
    recorder.close()
    test.close()
  }

  def cleanupSpec() {
    Recorder.await(vertx.close())
  }

  /** A process that delivers. */
  Process working(Map options = [:]) {
    process(options).working()
  }

  /** A process that does not. */
  Process process(Map options = [:]) {
    def made = new Process(this, options)
    processes << made
    made
  }

  static OutboundConfig config(Map options) {
    def delivery = new DeliveryConfig(
        options.timeout ?: Duration.ofSeconds(2), options.retries ?: new Retries(8, Duration.ofMillis(5), Duration.ofMillis(options.longest ?: 20)),
        Duration.ofSeconds(60), options.each ?: 4, options.all ?: 64)
    new OutboundConfig(delivery, options.publicOnly ? false : true, Presets.values() as Set, Optional.ofNullable(options.posthog), options.sealing ?: [SECRET])
  }

  static class Process {
    final Vertx vertx = Vertx.vertx()
    final Database database
    final Outbox outbox
    final Outbound outbound
    private boolean dead

    Process(OutboundSpecification spec, Map options) {
      database = spec.test.open(vertx)
      outbox = new Outbox(vertx, database)
      Recorder.await(outbox.open())
      outbound = new Outbound(vertx, database, spec.clock, outbox, Telemetry.open(), config(options), { options.scripted ?: [:] })
    }

    Process working() {
      Recorder.await(outbound.open())
      Recorder.await(outbox.handOn(Route.of(Parcel.ANNOUNCED) { outbound.take(it) }))
      this
    }

    Endpoint endpoint(String url, Map options = [:]) {
      await(outbound.endpoints().create(new Wish(
          url, options.description, options.types ?: ['contact.created', 'email.sent'], options.disabled, options.kind, options.config)))
    }

    void announce(Map options = [:]) {
      await(database.transaction { tx -> outbox.announce(tx, [announcement(options)]) })
    }

    Announcement announcement(Map options = [:]) {
      new Announcement(0, options.contact as Long, options.type ?: 'contact.created', options.key, database.clock().instant(), options.data ?: [id: 'c1'])
    }

    /** Looks for what is due now. */
    void look() {
      database.notify(Deliverer.CHANNEL)
    }

    List<Map> rows(String sql, Object... parameters) {
      await(database.run(sql, parameters)).collect { row -> (0..<row.size()).collectEntries { [row.getColumnName(it), row.getValue(it)] } }
    }

    List<String> statuses() {
      rows('select status from webhook_deliveries order by id')*.status
    }

    /** As `kill -9` does. */
    void die() {
      dead = true
      Recorder.await(vertx.close())
    }

    void close() {
      if (!dead) {
        Recorder.await(outbound.close())
        Recorder.await(outbox.close())
        Recorder.await(database.close())
        Recorder.await(vertx.close())
      }
    }

    static <T> T await(Future<T> future) {
      try {
        future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
      } catch (ExecutionException e) {
        throw e.cause
      }
    }
  }
}
