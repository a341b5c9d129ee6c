package dev.sojourn.runtime.http

import com.fasterxml.jackson.databind.ObjectMapper
import dev.sojourn.core.identity.UserTokens
import dev.sojourn.core.limit.Rate
import dev.sojourn.core.preference.MailLinks
import dev.sojourn.core.preference.Tokens
import dev.sojourn.core.webhook.Presets
import dev.sojourn.dsl.compile.ScriptCompiler
import dev.sojourn.runtime.audit.AuditLog
import dev.sojourn.runtime.bundle.Bundle
import dev.sojourn.runtime.config.BundleConfig
import dev.sojourn.runtime.config.DatabaseConfig
import dev.sojourn.runtime.config.DatabaseUrl
import dev.sojourn.runtime.config.DeliveryConfig
import dev.sojourn.runtime.config.OperatorConfig
import dev.sojourn.runtime.config.OutboundConfig
import dev.sojourn.runtime.config.SourceConfig
import dev.sojourn.runtime.config.WebhookConfig
import dev.sojourn.runtime.config.TrackingConfig
import dev.sojourn.runtime.contact.Contacts
import dev.sojourn.runtime.contact.Erasures
import dev.sojourn.runtime.contact.Merges
import dev.sojourn.runtime.database.Database
import dev.sojourn.runtime.database.SchemaGuard
import dev.sojourn.runtime.database.TestDatabase
import dev.sojourn.runtime.decision.Decisions
import dev.sojourn.runtime.email.DeadLetters
import dev.sojourn.runtime.email.Orders
import dev.sojourn.runtime.email.Reports
import dev.sojourn.runtime.email.Sends
import dev.sojourn.runtime.engine.local.LocalEngine
import dev.sojourn.runtime.engine.local.LocalEngineConfig
import dev.sojourn.runtime.enrolment.EnrolmentFollower
import dev.sojourn.runtime.enrolment.Enrolments
import dev.sojourn.runtime.event.Events
import dev.sojourn.runtime.ingest.Imports
import dev.sojourn.runtime.ingest.Ingest
import dev.sojourn.runtime.ingest.IngestKernel
import dev.sojourn.runtime.ingest.NewEventReader
import dev.sojourn.runtime.ingest.IngestRooms
import dev.sojourn.runtime.journey.JourneyRooms
import dev.sojourn.runtime.journey.Journeys
import dev.sojourn.runtime.limit.Limits
import dev.sojourn.runtime.operator.Operators
import dev.sojourn.runtime.outbound.Outbound
import dev.sojourn.runtime.outbox.Outbox
import dev.sojourn.runtime.preference.Choices
import dev.sojourn.runtime.preference.Preferences
import dev.sojourn.runtime.preference.Suppressions
import dev.sojourn.runtime.source.Sources
import dev.sojourn.runtime.telemetry.Telemetry
import dev.sojourn.runtime.tracking.Tracking
import io.vertx.core.Future
import io.vertx.core.Vertx
import io.vertx.core.net.NetClient
import io.vertx.core.net.NetServer
import io.vertx.core.net.NetSocket
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit

/** One process with an HTTP side on a free port, real rooms, and a way to cut it off its database. */
class HttpFixture implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper()
  static final String ADMIN = 'sk_the-key-of-the-settings'
  static final Rates ANY_RATE = new Rates(*['data', 'admin', 'emails'].collect { Rate.perMinute(it, 0) })
  static final String IDENTITY = 'an identity secret of 32 characters'

  static final RESEND_SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
  /** Every secret that a source may ask for is `hush`, but for those that Svix reads. */
  static final SourceConfig SOURCES = new SourceConfig(
      [STRIPE_WEBHOOK_SECRET: 'whsec_hush', SEGMENT_WEBHOOK_SECRET: 'hush', INTERCOM_CLIENT_SECRET: 'hush', POSTHOG_WEBHOOK_SECRET: 'hush',
       CLERK_WEBHOOK_SECRET: RESEND_SECRET, SUPABASE_WEBHOOK_SECRET: "$RESEND_SECRET hush".toString(), FORMS_SECRET: 'hush'],
      ['clerk', 'intercom', 'posthog', 'segment', 'stripe', 'supabase'], true)
  static final WEBHOOKS = new WebhookConfig(Optional.of(RESEND_SECRET), Optional.of('hook'), Optional.of('s3cret'))
  static final OutboundConfig OUTBOUND = new OutboundConfig(
      DeliveryConfig.USUAL, true, Presets.values() as Set, Optional.empty(), ['a secret of thirty-two characters'])
  /** A proxy of our own stands before the api, so that a spec may come from any address. */
  static final OperatorConfig OPERATORS = new OperatorConfig(
      'https://run.example.com', ['https://run.example.com', 'https://studio.example.com'], 'sojourn', Optional.empty(), Optional.empty(), 12, 1)
  static final MailLinks LINKS = new MailLinks('https://mail.example.com', new Tokens('a secret of thirty-two characters', []), Duration.ofDays(730))

  final Vertx vertx = Vertx.vertx()
  final TestDatabase test
  final Database database
  final Bundle bundle
  final Contacts contacts
  final Decisions decisions
  final Enrolments enrolments
  final LocalEngine engine
  final ApiKeys keys
  final Tracking tracking
  final HttpApi api
  final Reports reports
  final Limits limits
  final Outbound outbound
  final Operators operators
  final AuditLog audit
  /** Whom a link to set a password went to, and the token in it, in their order. */
  final List<Map> resets = new CopyOnWriteArrayList<>()
  private final Telemetry telemetry = Telemetry.open()
  private final Outbox outbox
  private final Ingest ingest
  private final Imports imports
  private final NetServer relay
  /** Held here, since a client that nobody holds closes its connections when it is collected. */
  private final NetClient onward = vertx.createNetClient()
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
  private Journeys journeys

  HttpFixture(TestDatabase test, Path directory, Map<String, String> scripts = [:], String adminKey = ADMIN, Rates rates = Rates.perMinute(0, 0),
              boolean suspended = false, boolean production = true) {
    this.test = test
    def at = DatabaseUrl.parse(test.url)
    relay = await(relayTo(at))
    def near = new DatabaseUrl('127.0.0.1', relay.actualPort(), at.name(), at.user(), at.password(), 'disable', Optional.empty())
    def databaseConfig = new DatabaseConfig(near, 10, false)
    database = await(Database.open(vertx, databaseConfig))
    outbox = new Outbox(vertx, database)
    contacts = new Contacts(database, outbox)
    decisions = new Decisions(database, { about, reason, count -> })
    engine = new LocalEngine(LocalEngineConfig.ofDefaults(), database, vertx, database.clock())
    write(directory, scripts)
    bundle = await(Bundle.open(
        vertx, database, new BundleConfig(directory, true, true, Duration.ofMinutes(10)), new ScriptCompiler()))
    enrolments = new Enrolments(database, bundle, outbox, telemetry, decisions, new Preferences())
    def events = new Events(database)
    def preferences = new Preferences({ bundle.active().lists() })
    def sends = new Sends(database, database.clock())
    def suppressions = new Suppressions(database, 3)
    reports = new Reports(vertx, database, database.clock(), new Reports.Rooms(outbox, suppressions, { true }))
    tracking = await(Tracking.open(vertx, database, outbox, new TrackingConfig(true, true, 'https://go.example.com')))
    def ofEnrolments = enrolments.ofContacts(engine, sends.&cancelFor as EnrolmentFollower)
    def merges = new Merges(database, contacts, [ofEnrolments, sends, events, preferences, decisions])
    ingest = await(Ingest.open(vertx, new IngestKernel(database, outbox, telemetry), new IngestRooms(
        contacts, merges, events, preferences, decisions, bundle, enrolments, sends, engine)))
    imports = new Imports(vertx, database, ingest)
    keys = await(ApiKeys.open(database, adminKey))
    outbound = new Outbound(vertx, database, database.clock(), outbox, telemetry, OUTBOUND, { bundle.active().files().destinationFiles() })
    operators = new Operators(vertx, database, database.clock(), { tx, to, token -> resets << [to: to, token: token]; Future.succeededFuture() }, 1_000)
    audit = new AuditLog(vertx, database)
    limits = Limits.open(vertx, database.clock(), Optional.empty())
    def reader = new NewEventReader(database.clock())
    def sources = await(Sources.open(vertx, bundle, ingest, reader, database.clock(), SOURCES))
    api = await(HttpApi.open(vertx, settings(production), new HttpRooms(
        database,
        new SchemaGuard(vertx, databaseConfig, Optional.empty()),
        new Entrance(keys, limits, rates, new UserTokens(Optional.of(IDENTITY)), suspended),
        new Intake(reader, sources, { ingest.lane() }),
        new AdminRooms(bundle, engine, enrolments, events, contacts, decisions, sends, merges,
            new Erasures(database, contacts, [ofEnrolments, sends, events, decisions, tracking]), imports),
        new MailRooms(tracking),
        new PreferenceRooms(new Choices(database, contacts, preferences, outbox), suppressions, LINKS),
        new SendingRooms(new Orders(database, database.clock(), sends, preferences), reports,
            deadLetters(sends), WEBHOOKS, outbound),
        new OperatorRooms(operators, OPERATORS, audit),
        telemetry,
        [])))
    journeys = new Journeys(vertx, database, new JourneyRooms(
        engine, bundle, events, contacts, preferences, sends, enrolments, decisions, outbox))
  }

  static HttpConfig settings(boolean production = true) {
    new HttpConfig('127.0.0.1', 0, 2, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(30), production, 'spec',
        Withheld.NOTHING)
  }

  /** A worker runs from now on. */
  HttpFixture working() {
    await(journeys.open())
    await(reports.open())
    await(imports.open())
    this
  }

  private DeadLetters deadLetters(Sends sends) {
    def letters = new DeadLetters(vertx, database, database.clock(), sends)
    letters.drive('webhook-delivery') { tx, id -> outbound.deliveries().redrive(tx, id) }
    letters
  }

  /** Cuts the process off its database, for good. */
  void cutOff() {
    await(relay.close())
  }

  Answer get(String path, String key = ADMIN, Map<String, String> headers = [:]) {
    send('GET', path, key, null, headers)
  }

  Answer post(String path, Object body, String key = ADMIN, Map<String, String> headers = [:]) {
    send('POST', path, key, body, headers)
  }

  Answer send(String method, String path, String key, Object body, Map<String, String> headers = [:]) {
    def text = body instanceof Map ? JSON.writeValueAsString(body) : body as String
    def publisher = text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text)
    def request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).method(method, publisher)
    if (key != null) {
      request.header('Authorization', "Bearer $key")
    }
    headers.each { name, value -> request.header(name, value) }
    new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()))
  }

  /** The answer as it came, to the key of the settings. */
  HttpResponse<byte[]> bytes(String path, Map<String, String> headers, byte[] body = null) {
    def request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).header('Authorization', "Bearer $ADMIN")
    headers.each { name, value -> request.header(name, value) }
    if (body != null) {
      request.POST(HttpRequest.BodyPublishers.ofByteArray(body))
    }
    client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
  }

  /** A fresh key of these scopes. */
  String key(List<String> scopes) {
    await(keys.create('key', scopes.collect { Scope.of(it) } as Set))
  }

  URI uri(String path) {
    URI.create("http://127.0.0.1:${api.port()}$path")
  }

  static <T> T await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)
  }

  @Override
  void close() {
    await(api.close())
    await(audit.close())
    await(operators.close())
    journeys.close()
    await(outbound.close())
    await(reports.close())
    await(imports.close())
    await(tracking.close())
    await(engine.stop())
    await(ingest.close())
    await(outbox.close())
    bundle.close()
    await(database.close().otherwiseEmpty())
    telemetry.close()
    await(vertx.close())
    test.close()
  }

  private Future<NetServer> relayTo(DatabaseUrl at) {
    vertx.createNetServer().connectHandler { NetSocket inside ->
      inside.pause()
      onward.connect(at.port(), at.host())
          .onSuccess { NetSocket outside ->
            inside.pipeTo(outside)
            outside.pipeTo(inside)
          }
          .onFailure { inside.close() }
    }.listen(0, '127.0.0.1')
  }

  private static void write(Path directory, Map<String, String> scripts) {
    def folder = Files.createDirectories(directory.resolve('journeys'))
    Files.createDirectories(directory.resolve('templates'))
    scripts.each { id, text -> Files.writeString(id == 'lists' ? directory.resolve('lists.groovy') : folder.resolve("${id}.groovy"), text) }
  }

  /** An answer, with its JSON read. */
  static class Answer {
    final int status
    final String text
    private final HttpResponse<String> response

    Answer(HttpResponse<String> response) {
      this.response = response
      status = response.statusCode()
      text = response.body()
    }

    Object getJson() {
      JSON.readValue(text, Object)
    }

    String header(String name) {
      response.headers().firstValue(name).orElse(null)
    }
  }
}
