package dev.sojourn.runtime.app;

import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SchemaGuard;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.email.EmailSettings;
import dev.sojourn.runtime.email.Mailbox;
import dev.sojourn.runtime.email.Mailer;
import dev.sojourn.runtime.email.Provider;
import dev.sojourn.runtime.email.Sends;
import dev.sojourn.runtime.engine.Engine;
import dev.sojourn.runtime.engine.local.LocalEngine;
import dev.sojourn.runtime.engine.local.LocalEngineConfig;
import dev.sojourn.runtime.enrolment.Enrolments;
import dev.sojourn.runtime.event.EventSink;
import dev.sojourn.runtime.event.Events;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.http.AdminRooms;
import dev.sojourn.runtime.http.ApiKeys;
import dev.sojourn.runtime.http.HttpApi;
import dev.sojourn.runtime.http.HttpConfig;
import dev.sojourn.runtime.http.HttpRooms;
import dev.sojourn.runtime.http.Intake;
import dev.sojourn.runtime.http.Pages;
import dev.sojourn.runtime.ingest.Ingest;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.journey.Journeys;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.studio.Studio;
import dev.sojourn.runtime.telemetry.Telemetry;
import dev.sojourn.runtime.template.Templates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The groups of rooms, each standing on the one before. */
final class Wiring {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);
  private static final Duration MIGRATION_PATIENCE = Duration.ofSeconds(60);

  private Wiring() {}

  /** What every room stands on. */
  record Kernel(
      Vertx vertx,
      AppConfig config,
      SchemaGuard schema,
      Database database,
      Telemetry telemetry,
      Outbox outbox) {
    static Future<Kernel> open(Vertx vertx, AppConfig config, Closing closing) {
      SchemaGuard schema =
          new SchemaGuard(vertx, config.database(), Optional.of(config.bundle().directory()));
      return guarded(config, schema)
          .compose(known -> Database.open(vertx, config.database()))
          .map(
              database -> {
                closing.later(database, Database::close);
                Telemetry telemetry =
                    closing.later(
                        Telemetry.open(),
                        opened -> {
                          opened.close();
                          return Future.succeededFuture();
                        });
                return new Kernel(
                    vertx, config, schema, database, telemetry, new Outbox(vertx, database));
              });
    }

    /**
     * A worker waits for a migration that runs beside it; an api says at once that it cannot serve.
     */
    private static Future<?> guarded(AppConfig config, SchemaGuard schema) {
      if (config.database().skipSchemaCheck()) {
        return Future.succeededFuture();
      }
      return schema.require(config.mode().hasHttp() ? Duration.ZERO : MIGRATION_PATIENCE);
    }
  }

  /** The operator's files, and what runs them. */
  record Content(Kernel kernel, Bundle bundle, Engine engine) {
    static Future<Content> open(Kernel kernel, Closing closing) {
      ScriptCompiler compiler = new ScriptCompiler();
      LocalEngine engine =
          new LocalEngine(
              LocalEngineConfig.ofDefaults(),
              kernel.database(),
              kernel.vertx(),
              kernel.database().clock());
      return Bundle.open(kernel.vertx(), kernel.database(), kernel.config().bundle(), compiler)
          .map(
              bundle -> {
                closing.later(
                    bundle,
                    opened -> {
                      opened.close();
                      return Future.succeededFuture();
                    });
                closing.later(engine, Engine::stop);
                return new Content(kernel, bundle, engine);
              });
    }
  }

  /** The rooms about people, and the way in. */
  record People(
      Content content,
      Contacts contacts,
      Events events,
      Preferences preferences,
      Decisions decisions,
      Sends sends,
      Enrolments enrolments,
      Ingest ingest) {
    static Future<People> open(Content content, Closing closing) {
      Kernel kernel = content.kernel();
      Database database = kernel.database();
      Contacts contacts = new Contacts(database);
      Events events = new Events(database);
      Preferences preferences = new Preferences();
      Decisions decisions =
          new Decisions(database, (about, reason, count) -> skipped(kernel, about, reason, count));
      Sends sends = new Sends(database, database.clock());
      Enrolments enrolments =
          new Enrolments(database, content.bundle(), kernel.outbox(), kernel.telemetry());
      var rooms =
          new dev.sojourn.runtime.ingest.Rooms(
              contacts,
              events,
              preferences,
              decisions,
              content.bundle(),
              enrolments,
              sends,
              content.engine());
      return Ingest.open(
              kernel.vertx(),
              new dev.sojourn.runtime.ingest.Kernel(database, kernel.outbox(), kernel.telemetry()),
              rooms)
          .map(
              ingest ->
                  new People(
                      content,
                      contacts,
                      events,
                      preferences,
                      decisions,
                      sends,
                      enrolments,
                      closing.later(ingest, Ingest::close)));
    }
  }

  private static void skipped(Kernel kernel, String about, String reason, int count) {
    if (about.startsWith("journey:")) {
      kernel.telemetry().enrolmentSkipped(Journeys.journeyId(about), reason, count);
    }
  }

  /** What advances journeys and sends mails. */
  static final class Work {
    private Work() {}

    static Future<Void> open(People people, Closing closing) {
      Content content = people.content();
      Kernel kernel = content.kernel();
      var rooms =
          new dev.sojourn.runtime.journey.Rooms(
              content.engine(),
              content.bundle(),
              people.events(),
              people.contacts(),
              people.sends(),
              people.enrolments());
      Journeys journeys =
          closing.later(
              new Journeys(kernel.vertx(), kernel.database(), rooms),
              opened -> content.engine().stop().onComplete(stopped -> opened.close()));
      Mailer mailer = closing.later(mailer(people, journeys), Mailer::close);
      closing.later(kernel.outbox(), Outbox::close);
      return mailer
          .open()
          .compose(opened -> journeys.open())
          .compose(opened -> kernel.outbox().handOn(parcel -> take(people.ingest(), parcel)));
    }

    private static Future<Void> take(EventSink sink, Parcel parcel) {
      return sink.put(OwnEvent.of(parcel));
    }

    private static Mailer mailer(People people, Journeys journeys) {
      Kernel kernel = people.content().kernel();
      var rooms =
          new Mailer.Rooms(
              people.sends(),
              people.contacts(),
              people.preferences(),
              new Templates(people.content().bundle()),
              people.decisions(),
              kernel.telemetry());
      return new Mailer(
          kernel.vertx(),
          kernel.database(),
          kernel.database().clock(),
          rooms,
          Provider.of(kernel.vertx(), kernel.config().email()),
          EmailSettings.of(kernel.config().email()),
          journeys);
    }
  }

  /** The ways in from outside. */
  static final class Doors {
    private Doors() {}

    static Future<HttpApi> open(People people, Closing closing) {
      Kernel kernel = people.content().kernel();
      AppConfig config = kernel.config();
      return ApiKeys.open(kernel.database(), config.http().adminKey().orElse(null))
          .compose(keys -> keys.bootstrap().onSuccess(Doors::tell).map(keys))
          .compose(
              keys ->
                  HttpApi.open(
                      kernel.vertx(),
                      HttpConfig.of(config.http().port(), config.production(), version()),
                      rooms(people, keys)))
          .map(api -> closing.later(api, HttpApi::close));
    }

    private static HttpRooms rooms(People people, ApiKeys keys) {
      Content content = people.content();
      Kernel kernel = content.kernel();
      return new HttpRooms(
          kernel.database(),
          kernel.schema(),
          keys,
          new Intake(new NewEventReader(kernel.database().clock()), people.ingest()::lane),
          new AdminRooms(
              content.bundle(),
              content.engine(),
              people.enrolments(),
              people.events(),
              people.contacts(),
              people.decisions(),
              people.sends()),
          kernel.telemetry(),
          pages(kernel));
    }

    /** The mailbox shows mails to whoever comes, so it stands only where none leave the house. */
    private static List<Pages> pages(Kernel kernel) {
      var email = kernel.config().email();
      return email.provider().equals("log")
          ? List.of(new Studio(new Mailbox(kernel.vertx(), email.mailbox())))
          : List.of();
    }

    private static void tell(Optional<String> key) {
      key.ifPresent(
          text -> log.warn("a first key that may put events in, shown this once: {}", text));
    }

    private static String version() {
      return Optional.ofNullable(App.class.getPackage().getImplementationVersion()).orElse("0.0.0");
    }
  }
}
