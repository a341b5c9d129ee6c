package dev.sojourn.runtime.email

import dev.sojourn.core.replay.Json
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.dsl.definition.Caps
import dev.sojourn.dsl.definition.Hours
import dev.sojourn.dsl.definition.ListsDefinition
import dev.sojourn.dsl.definition.MailList
import dev.sojourn.dsl.definition.SendPolicy
import dev.sojourn.runtime.bundle.Bundle
import dev.sojourn.runtime.config.BundleConfig
import dev.sojourn.runtime.config.TrackingConfig
import dev.sojourn.runtime.config.SendLimits
import dev.sojourn.runtime.contact.Contacts
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.database.Tx
import dev.sojourn.runtime.decision.Decisions
import dev.sojourn.runtime.preference.Preferences
import dev.sojourn.runtime.preference.Suppressions
import dev.sojourn.runtime.telemetry.Telemetry
import dev.sojourn.runtime.outbox.Outbox
import dev.sojourn.runtime.template.Templates
import dev.sojourn.runtime.tracking.Tracking
import io.vertx.core.Future
import io.vertx.core.Promise
import io.vertx.core.Vertx
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import java.time.LocalTime
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A database with contacts and templates, processes with mailers, and a provider that does as told. */
abstract class MailerSpecification extends Specification {
  static final WELCOME = '''\
---
subject: Welcome, {{name}}
props:
  plan: {type: string, required: true}
---
<p>Hello {{name}}, in {{journeyName}}. You chose {{plan}}.</p>
'''

  @Shared Vertx vertx = Vertx.vertx()
  @Shared @TempDir Path files
  TestDatabase test = TestDatabase.fresh()
  Database database = test.open(vertx)
  MovedClock clock = new MovedClock()
  Sends sends = new Sends(database, clock)
  ScriptedProvider provider = new ScriptedProvider()
  Told follower = new Told()
  volatile Caps caps = Caps.NONE
  List<Process> processes = []
  List<Mailer> mailers = []
  Bundle bundle = bundle(vertx, database, true)

  def setupSpec() {
    Files.createDirectories(files.resolve('templates'))
    Files.writeString(files.resolve('templates/welcome.html'), WELCOME)
  }

  def cleanup() {
    provider.go()
    closeMailers()
    processes*.kill()
    bundle.close()
    await(database.close())
    test.close()
  }

  def cleanupSpec() {
    await(vertx.close())
  }

  void closeMailers() {
    mailers.each { await(it.close()) }
    mailers.clear()
  }

  /** A mailer of this process, at work. */
  Mailer mailer(EmailSettings settings = new EmailSettings('Sojourn <hello@example.com>', false), Provider over = provider) {
    def made = made(vertx, database, bundle, sends, settings, over)
    mailers << made
    made
  }

  Bundle bundle(Vertx vertx, Database database, boolean publishes) {
    await(Bundle.open(vertx, database, new BundleConfig(files, publishes, false, Duration.ofMinutes(10)), new ScriptCompiler()))
  }

  Mailer made(Vertx vertx, Database database, Bundle bundle, Sends sends, EmailSettings settings, Provider over) {
    def rooms = new Mailer.Rooms(sends, new Contacts(database), new Preferences({ new ListsDefinition([new MailList('news', 'News', null, false)], caps) }), new Suppressions(database, 3), new Templates(bundle), new Decisions(database, { about, reason, count -> }), tracking(vertx, database), Telemetry.open(), outbox(vertx, database))
    def made = new Mailer(vertx, database, clock, rooms, over, settings, follower)
    await(made.open())
    made
  }

  Outbox outbox(Vertx vertx, Database database) {
    new Outbox(vertx, database)
  }

  /** Mails are compared as they were rendered, unless a spec says otherwise. */
  boolean isTracking() {
    false
  }

  Tracking tracking(Vertx vertx, Database database) {
    await(Tracking.open(vertx, database, new Outbox(vertx, database), new TrackingConfig(tracking, tracking, 'https://go.example.com')))
  }

  /** Another process on the same database. */
  Process process() {
    def made = new Process(this)
    processes << made
    made
  }

  static class Process {
    private final MailerSpecification spec
    final Vertx vertx = Vertx.vertx()
    final Database database
    private boolean dead

    Process(MailerSpecification spec) {
      this.spec = spec
      database = spec.test.open(vertx)
    }

    Mailer mailer() {
      spec.made(vertx, database, spec.bundle(vertx, database, false), new Sends(database, spec.clock), new EmailSettings('Sojourn <hello@example.com>', false), spec.provider)
    }

    /** As `kill -9` does: nothing of it runs on, nobody is told. */
    void kill() {
      if (!dead) await(vertx.close())
      dead = true
    }
  }

  long contact(String email, Map properties = [:]) {
    def id = database.ids().next()
    await(database.run('''insert into contacts(id, email, properties, first_seen_at, last_seen_at)
        values ($1::int8, $2::text, $3::text::jsonb, now(), now())''', id, email, Json.write(properties)))
    id
  }

  void prefer(long contact, String email, boolean suppressed, boolean all, Map categories) {
    await(database.run('''insert into preferences(contact_id, email, suppressed, unsubscribed_all, categories)
        values ($1::int8, $2::text, $3::bool, $4::bool, $5::text::jsonb)''', contact, email, suppressed, all, Json.write(categories)))
  }

  NewSend send(Map options = [:], long contact) {
    send(contact, options)
  }

  NewSend send(long contact, Map options) {
    def task = "journey:${options.journey ?: 'welcome'}".toString()
    def journey = await(database.names().intern('task', [task]))[task]
    def request = [props: options.containsKey('props') ? options.props : [plan: 'pro'], journeyName: 'Welcome journey']
    if (options.subject) request.subject = options.subject
    if (options.to) request.to = options.to
    new NewSend(database.ids().next(), 0, contact, options.run ?: database.ids().next(), options.ordinal ?: 0, journey,
        options.template ?: 'welcome', policy(options), Json.write(request), options.outranked ?: false)
  }

  private static SendPolicy policy(Map options) {
    def hours = options.hours ? new Hours(LocalTime.parse(options.hours[0]), LocalTime.parse(options.hours[1])) : Hours.ALL
    new SendPolicy(options.category ?: 'journey', options.suppress ?: Duration.ZERO, hours, options.onStopped, options.priority ?: 0)
  }

  long queued(Map options = [:], long contact) {
    def made = send(contact, options)
    await(database.transaction { tx -> sends.queue(tx, [made]) })
    made.id()
  }

  long queued(long contact, Map options) {
    queued(options, contact)
  }

  List<Long> queuedAll(List<Long> contacts) {
    def made = contacts.collect { send(it, [:]) }
    await(database.transaction { tx -> sends.queue(tx, made) })
    made*.id()
  }

  void cancelled(long run) {
    await(database.transaction { tx -> sends.cancelFor(tx, [run]) })
  }

  Future<Long> settled(long send) {
    follower.settled(send)
  }

  SendOutcome outcome(long send) {
    await(sends.outcomes([send]))[send]
  }

  SendView view(long send) {
    await(sends.one(send)).get()
  }

  String face(long send) {
    database.publicIds().face(send)
  }

  List rows(String sql, Object... parameters) {
    await(database.run(sql, parameters)).toList()
  }

  /** Somebody who holds the lock of an address. */
  Holder holding(String address) {
    def holder = new Holder()
    def took = Promise.promise()
    holder.done = database.transaction { tx ->
      tx.run(MailerStore.LOCK_ADDRESSES, [[address] as String[]] as Object[]).compose { took.complete(); holder.promise.future() }
    }
    await(took.future())
    holder
  }

  static class Holder {
    final Promise promise = Promise.promise()
    Future done

    void release() {
      promise.complete()
      MailerSpecification.await(done)
    }
  }

  /** Looks again until it holds, for at most ten seconds. */
  void eventually(Closure condition) {
    def giveUp = System.nanoTime() + 10_000_000_000L
    while (true) {
      try {
        condition()
        return
      } catch (AssertionError notYet) {
        if (System.nanoTime() > giveUp) throw notYet
        def later = Promise.promise()
        vertx.setTimer(10) { later.complete() }
        await(later.future())
      }
    }
  }

  static <T> T await(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)
    } catch (ExecutionException e) {
      throw e.cause
    }
  }

  static class MovedClock implements InstantSource {
    private final InstantSource real = InstantSource.system()
    private volatile Duration moved = Duration.ZERO

    @Override
    Instant instant() {
      real.instant() + moved
    }

    void passes(Duration duration) {
      moved += duration
    }

    void reaches(Instant instant) {
      moved = Duration.between(real.instant(), instant)
    }
  }

  /** Remembers every call, and answers as scripted, then with yes. */
  static class ScriptedProvider implements Provider {
    Duration patience = Duration.ofSeconds(60)
    SendLimits limits = new SendLimits(64, 0)
    int ahead
    final List<OutgoingMail> mails = new CopyOnWriteArrayList<>()
    final List<String> messages = new CopyOnWriteArrayList<>()
    volatile List<ProviderFailure> script = []
    volatile Closure<Future<Optional<Boolean>>> domains = { Future.succeededFuture(Optional.empty()) }
    private final CountDownLatch called = new CountDownLatch(1)
    private volatile Promise<Void> gate = Promise.promise()

    ScriptedProvider() {
      gate.complete()
    }

    @Override
    String id() {
      'scripted'
    }

    @Override
    SendLimits limits() {
      limits
    }

    @Override
    int ahead() {
      ahead
    }

    @Override
    Duration patience() {
      patience
    }

    @Override
    Future<Optional<Boolean>> verified(String domain) {
      domains.call(domain)
    }

    @Override
    Optional<String> testSender() {
      Optional.of('try@provider.example')
    }

    @Override
    Future<Accepted> send(OutgoingMail mail) {
      messages << new String(Mime.of(mail).bytes(), StandardCharsets.US_ASCII)
      mails << mail
      def failure = null
      synchronized (this) {
        if (script) {
          failure = script.first()
          script = script.drop(1)
        }
      }
      called.countDown()
      gate.future().compose { failure ? Future.failedFuture(failure) : Future.succeededFuture(new Accepted("p-${mail.sendId()}")) }
    }

    /** From now on calls stay unanswered. */
    void hold() {
      gate = Promise.promise()
    }

    void go() {
      gate.tryComplete()
    }

    /** Those who wait are not answered, ever; new calls are. */
    void forget() {
      def fresh = Promise.promise()
      fresh.complete()
      gate = fresh
    }

    void reached() {
      assert called.await(10, TimeUnit.SECONDS)
    }
  }

  /** Remembers which runs were told of which sends, once that was committed. */
  static class Told implements SendFollower {
    final List<Long> told = new CopyOnWriteArrayList<>()
    volatile int failures = 0
    private final Map<Long, Promise<Long>> awaited = new ConcurrentHashMap<>()

    @Override
    Future<Void> settled(Tx tx, List<Settled> sends) {
      if (failures-- > 0) return Future.failedFuture('meant')
      tx.afterCommit {
        sends.each {
          told << it.sendId()
          promise(it.sendId()).tryComplete(it.runId())
        }
      }
      Future.succeededFuture()
    }

    Future<Long> settled(long send) {
      promise(send).future()
    }

    private Promise<Long> promise(long send) {
      awaited.computeIfAbsent(send) { Promise.promise() }
    }
  }
}
