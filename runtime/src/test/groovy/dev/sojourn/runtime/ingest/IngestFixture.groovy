package dev.sojourn.runtime.ingest

import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.runtime.bundle.Bundle
import dev.sojourn.runtime.config.BundleConfig
import dev.sojourn.runtime.contact.Contacts
import dev.sojourn.runtime.contact.Erasure
import dev.sojourn.runtime.contact.ErasureFollower
import dev.sojourn.runtime.contact.Erasures
import dev.sojourn.runtime.contact.IdentityKey
import dev.sojourn.runtime.contact.KeyKind
import dev.sojourn.runtime.contact.Merge
import dev.sojourn.runtime.contact.MergeFollower
import dev.sojourn.runtime.contact.Merges
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.database.Tx
import dev.sojourn.runtime.decision.Decisions
import dev.sojourn.runtime.email.Sends
import dev.sojourn.runtime.engine.local.LocalEngine
import dev.sojourn.runtime.engine.local.LocalEngineConfig
import dev.sojourn.runtime.enrolment.EnrolmentFollower
import dev.sojourn.runtime.enrolment.Enrolments
import dev.sojourn.runtime.entry.DateEntries
import dev.sojourn.runtime.event.Events
import dev.sojourn.runtime.event.OwnEvent
import dev.sojourn.runtime.event.Source
import dev.sojourn.runtime.outbox.Outbox
import dev.sojourn.runtime.outbox.Parcel
import dev.sojourn.runtime.preference.Preferences
import dev.sojourn.runtime.telemetry.Telemetry
import groovy.transform.CompileStatic
import io.vertx.core.AsyncResult
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit

/** One process that takes events in, with real rooms over a real database; no worker runs. */
@CompileStatic
class IngestFixture implements AutoCloseable {
  final Vertx vertx = Vertx.vertx()
  final Database database
  final Contacts contacts
  final Events events
  final Decisions decisions
  final LocalEngine engine
  final Outbox outbox
  final Merges merges
  final Erasures erasures
  final Ingest ingest
  final Map<String, Integer> tallies = Collections.synchronizedMap(new TreeMap<String, Integer>())
  final Bundle bundle

  IngestFixture(TestDatabase at, Path directory, boolean publishes = true) {
    database = at.open(vertx)
    contacts = new Contacts(database)
    events = new Events(database)
    decisions = new Decisions(database, { String about, String reason, int count ->
      tallies.merge("$about $reason".toString(), count) { Integer a, Integer b -> a + b }
    } as Decisions.Tally)
    engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    outbox = new Outbox(vertx, database)
    def telemetry = Telemetry.open()
    def config = new BundleConfig(directory, publishes, false, Duration.ofMinutes(10))
    bundle = await(Bundle.open(vertx, database, config, new ScriptCompiler()))
    def sends = new Sends(database, database.clock())
    def enrolments = new Enrolments(database, bundle, outbox, telemetry, decisions, new Preferences())
    def ofEnrolments = enrolments.ofContacts(engine, sends.&cancelFor as EnrolmentFollower)
    List<MergeFollower> following = [
        DateEntries.ofContacts(engine, bundle, database.ids()),
        ofEnrolments,
        sends,
        events,
        new Preferences(),
        decisions,
        Ingest.mergeNews(database, bundle, outbox),
        { Tx tx, Merge merge -> outbox.move(tx, merge.loser().id(), merge.survivor().id()) } as MergeFollower
    ] as List<MergeFollower>
    merges = new Merges(database, contacts, following)
    List<ErasureFollower> forgetting = [
        ofEnrolments,
        sends,
        events,
        decisions,
        { Tx tx, Erasure erasure -> outbox.drop(tx, Parcel.EVENT, erasure.ids()) } as ErasureFollower
    ] as List<ErasureFollower>
    erasures = new Erasures(database, contacts, forgetting)
    ingest = await(Ingest.open(vertx, new IngestKernel(database, outbox, telemetry), new IngestRooms(
        contacts,
        merges,
        events,
        new Preferences(),
        decisions,
        bundle,
        enrolments,
        sends,
        engine)))
  }

  /** Writes a bundle with these journeys, by id, into the directory. */
  static Path bundle(Path directory, Map<String, String> journeys) {
    def folder = Files.createDirectories(directory.resolve('journeys'))
    Files.createDirectories(directory.resolve('templates'))
    journeys.each { String id, String top ->
      def script = "journey('$id') {\n  name 'A journey'\n  suppress 0.seconds\n  $top\n  steps {\n    sleepFor 7.days\n  }\n}\n"
      Files.writeString(folder.resolve(id + '.groovy'), script.toString())
    }
    directory
  }

  /** Hands what is in the outbox to ingest from now on. */
  void relay() {
    await(outbox.handOn { ingest.put(OwnEvent.of(it)) })
  }

  Receipt take(Map<String, ?> fields) {
    await(send(fields))
  }

  /** Takes events in that arrive together: one batch. */
  List<Future<Receipt>> together(List<Map<String, ?>> all) {
    List<Future<Receipt>> receipts = []
    def sent = new java.util.concurrent.CountDownLatch(1)
    vertx.runOnContext { nothing ->
      all.each { receipts << send(it) }
      sent.countDown()
    }
    assert sent.await(10, TimeUnit.SECONDS)
    receipts
  }

  /**
   * Takes events in over a lane of its own, so many at a time; done when all are answered, by what
   * each was answered.
   */
  Future<List<Object>> stream(List<Map<String, ?>> all, int inFlight) {
    Promise<List<Object>> done = Promise.promise()
    vertx.runOnContext { nothing ->
      ingest.lane()
          .compose { lane ->
            def left = all.iterator()
            List<Object> answers = []
            Future.join((1..inFlight).collect { chain(lane, left, answers) })
                .compose { lane.close() }
                .map(answers)
          }
          .onComplete(done)
    }
    done.future()
  }

  private Future<Void> chain(IngestLane lane, Iterator<Map<String, ?>> left, List<Object> answers) {
    left.hasNext()
        ? lane.accept(event(left.next())).transform { AsyncResult<Receipt> taken ->
            answers << (taken.succeeded() ? taken.result() : taken.cause())
            chain(lane, left, answers)
          }
        : Future.<Void>succeededFuture()
  }

  Future<Receipt> send(Map<String, ?> fields) {
    ingest.accept(event(fields))
  }

  /** What a statement answers, as maps by column. */
  List<Map<String, Object>> rows(String sql, Object... parameters) {
    List<Map<String, Object>> all = []
    await(database.run(sql, parameters)).each { row ->
      Map<String, Object> fields = [:]
      (0..<row.size()).each { fields[row.getColumnName(it)] = row.getValue(it) }
      all << fields
    }
    all
  }

  /** Empties the database, so that the next feature begins with nobody. */
  void forget() {
    tallies.clear()
    rows('insert into identity_changes(contact_id) select id from contacts')
    rows('truncate contacts, contact_keys, preferences, events, event_keys, runs, queued_triggers, enrolments, sends, send_files, decisions, outbox, journey_configs, journal, dead_letters')
  }

  static NewEvent event(Map<String, ?> fields) {
    List<IdentityKey> keys = []
    [(KeyKind.EXTERNAL): 'user', (KeyKind.EMAIL): 'email', (KeyKind.ANONYMOUS): 'anonymous'].each { kind, field ->
      if (fields[field]) {
        keys << new IdentityKey(0, kind, fields[field] as String)
      }
    }
    new NewEvent(
        0,
        (fields.name ?: 'visit') as String,
        keys,
        fields.json as String,
        (fields.contact ?: [:]) as Map<String, Object>,
        fields.key as String,
        fields.at as java.time.Instant,
        Source.API,
        (fields.aim ?: Aim.EVENT) as Aim,
        [:])
  }

  static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS)
  }

  @Override
  void close() {
    await(ingest.close())
    await(outbox.close())
    bundle.close()
    await(engine.stop())
    await(database.close())
    await(vertx.close())
  }
}
