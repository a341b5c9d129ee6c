package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.ingest.IngestLane;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.preference.Choices;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop with its server, its lane into the database, and its routes. */
final class HttpLoop extends VerticleBase implements Loop {
  private static final long DRAIN_SECONDS = 10;

  private final Fittings fittings;
  private final HttpConfig config;
  private final HttpRooms rooms;
  private final Health health;
  private @Nullable HttpServer server;
  private @Nullable IngestLane lane;

  HttpLoop(Fittings fittings, HttpRooms rooms, Health health) {
    this.fittings = fittings;
    this.config = fittings.config();
    this.rooms = rooms;
    this.health = health;
  }

  @Override
  public Future<?> start() {
    return rooms.intake().lanes().get().compose(this::listen);
  }

  @Override
  public Future<?> stop() {
    Future<Void> drained =
        server == null
            ? Future.succeededFuture()
            : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    return drained.eventually(() -> lane == null ? Future.succeededFuture() : lane.close());
  }

  @Override
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  private Future<HttpServer> listen(IngestLane opened) {
    lane = opened;
    Replies replies = new Replies(fittings.failures());
    SessionGate sessions = new SessionGate(rooms.operators());
    KeyGate gate = new KeyGate(rooms.entrance(), sessions);
    Senders senders = new Senders(rooms.entrance().tokens(), rooms.admin().contacts());
    EventLane events = new EventLane(opened, wishes());
    EventRoute one =
        new EventRoute(
            gate,
            senders,
            fittings.bodies(config.bodyLimit(), 1),
            rooms.intake().reader(),
            events,
            replies,
            rooms.telemetry().route("POST", EventRoute.PATH));
    Router router = Router.router(vertx);
    AuditTrail trail = new AuditTrail(rooms.operators(), rooms.database().clock());
    Routes routes = new Routes(router, gate, rooms.telemetry(), replies, trail);
    routes.answeredBefore(DataTable.EVENT_IN);
    new BatchRoutes(gate, rooms.entrance(), senders, rooms.intake(), events, fittings)
        .mount(routes);
    new ImportRoutes(rooms.intake().reader(), opened, fittings).mount(routes);
    others(routes);
    people(routes, senders, events);
    operators(routes, sessions);
    rooms.pages().forEach(pages -> pages.mount(router));
    server =
        vertx
            .createHttpServer(config.server())
            .requestHandler(request -> take(request, one, router));
    return server.listen();
  }

  private static void take(HttpServerRequest request, EventRoute events, Router router) {
    if (EventRoute.PATH.equals(request.path()) && HttpMethod.POST.equals(request.method())) {
      events.take(request);
    } else {
      router.handle(request);
    }
  }

  private ListWishes wishes() {
    AdminRooms admin = rooms.admin();
    return new ListWishes(admin.contacts(), rooms.preferences().choices(), admin.bundle());
  }

  private void others(Routes routes) {
    Bodies bodies = fittings.bodies(config.bodyLimit(), 1);
    AdminRooms admin = rooms.admin();
    new HealthRoutes(health, config).mount(routes);
    new DocumentRoutes(config).mount(routes);
    new ApiKeyRoutes(rooms.entrance().keys(), rooms.database(), bodies).mount(routes);
    journeys(routes, bodies);
    sending(routes, bodies);
    new ScriptRoutes(admin.bundle()).mount(routes);
    new WhyRoutes(vertx, admin, rooms.database()).mount(routes);
    new EmailRoutes(admin, rooms.mails().tracking(), rooms.database().publicIds()).mount(routes);
    new HoldRoutes(admin.sends()).mount(routes);
    new TemplateRoutes(vertx, admin.bundle(), admin.sends(), rooms.database().publicIds(), bodies)
        .mount(routes);
    new TrackingRoutes(rooms.mails().tracking(), rooms.operators().config().proxies())
        .mount(routes);
    preferences(routes, bodies);
  }

  private void people(Routes routes, Senders senders, EventLane lane) {
    Bodies bodies = fittings.bodies(config.bodyLimit(), 1);
    AdminRooms admin = rooms.admin();
    NewEventReader reader = rooms.intake().reader();
    Choices choices = rooms.preferences().choices();
    new PeopleRoutes(admin, reader, lane, senders, bodies).mount(routes);
    new ListRoutes(admin.contacts(), choices, admin.bundle(), senders, bodies).mount(routes);
    new ContactAdminRoutes(admin, reader, lane.lane(), bodies).mount(routes);
    new ContactImportRoutes(admin.imports(), bodies).mount(routes);
    new ExportRoutes(admin.contacts()).mount(routes);
    new ContactRoutes(admin.contacts(), admin.decisions(), choices).mount(routes);
    new TimelineRoutes(admin, rooms.database()).mount(routes);
  }

  private void operators(Routes routes, SessionGate sessions) {
    OperatorRooms people = rooms.operators();
    PublicIds ids = rooms.database().publicIds();
    Bodies bodies = fittings.bodies(config.bodyLimit(), 1);
    AuthLimits limits =
        new AuthLimits(
            rooms.entrance().limits(), people.config().perMinute(), people.config().proxies());
    new SignInRoutes(people, sessions, limits, ids, bodies).mount(routes);
    new ResetRoutes(vertx, people.operators(), limits, bodies).mount(routes);
    new AuditRoutes(people.audit(), ids).mount(routes);
  }

  private void preferences(Routes routes, Bodies bodies) {
    AdminRooms admin = rooms.admin();
    new PreferenceRoutes(
            rooms.preferences(), admin.contacts(), admin.bundle(), bodies, rooms.database().clock())
        .mount(routes);
    new PreferenceAdminRoutes(rooms.preferences(), admin.contacts(), admin.bundle(), bodies)
        .mount(routes);
  }

  private void sending(Routes routes, Bodies bodies) {
    SendingRooms sending = rooms.sending();
    AdminRooms admin = rooms.admin();
    Database database = rooms.database();
    new OrderRoutes(
            sending.orders(),
            admin.contacts(),
            admin.bundle(),
            database.publicIds(),
            new OrderBodies(vertx, config, bodies, fittings.orders()))
        .mount(routes);
    new DeadLetterRoutes(sending.deadLetters(), database.publicIds(), database.clock())
        .mount(routes);
    new WebhookRoutes(sending.outbound(), database.publicIds(), bodies).mount(routes);
    new DeliveryRoutes(sending.outbound(), database.publicIds()).mount(routes);
    new ProviderRoutes(sending.reports(), sending.webhooks(), database.clock(), bodies)
        .mount(routes);
    new SourceRoutes(rooms.intake().sources(), config.production(), bodies).mount(routes);
  }

  private void journeys(Routes routes, Bodies bodies) {
    Database database = rooms.database();
    AdminRooms admin = rooms.admin();
    StateView states = new StateView(database.publicIds(), admin.contacts(), admin.events());
    new JourneyRoutes(admin.bundle(), admin.enrolments(), states, bodies).mount(routes);
    new StateRoutes(
            admin.enrolments(),
            admin.contacts(),
            admin.engine(),
            admin.sends()::cancelFor,
            database.publicIds(),
            states,
            database.clock())
        .mount(routes);
  }
}
