package dev.sojourn.runtime.app;

import dev.sojourn.core.identity.UserTokens;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.EmailConfig;
import dev.sojourn.runtime.config.LimitConfig;
import dev.sojourn.runtime.config.ServerConfig;
import dev.sojourn.runtime.email.Mailbox;
import dev.sojourn.runtime.http.AdminRooms;
import dev.sojourn.runtime.http.ApiKeys;
import dev.sojourn.runtime.http.Entrance;
import dev.sojourn.runtime.http.HealthRooms;
import dev.sojourn.runtime.http.HttpApi;
import dev.sojourn.runtime.http.HttpConfig;
import dev.sojourn.runtime.http.HttpRooms;
import dev.sojourn.runtime.http.Intake;
import dev.sojourn.runtime.http.MailRooms;
import dev.sojourn.runtime.http.Pages;
import dev.sojourn.runtime.http.PreferenceRooms;
import dev.sojourn.runtime.http.Rates;
import dev.sojourn.runtime.http.SendingRooms;
import dev.sojourn.runtime.http.Withheld;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.limit.Limits;
import dev.sojourn.runtime.source.Sources;
import dev.sojourn.runtime.studio.Studio;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways in from outside. */
record HttpWiring(HttpApi api) {
  private static final Logger log = LoggerFactory.getLogger(HttpWiring.class);

  /** The whole API, on the port of an api. */
  static Future<HttpWiring> open(PeopleWiring people, Closing closing) {
    KernelWiring kernel = people.content().kernel();
    AppConfig config = kernel.config();
    return ApiKeys.open(kernel.database(), config.http().adminKey().orElse(null))
        .compose(keys -> people.operators().bootstrap(config.operators()).map(keys))
        .compose(keys -> minted(config, keys))
        .compose(
            keys ->
                sources(people)
                    .compose(
                        sources ->
                            HttpApi.open(
                                kernel.vertx(),
                                settings(config, config.http().port()),
                                rooms(people, entrance(kernel, keys, closing), sources))))
        .map(api -> listening(api, closing));
  }

  /** The probes and metrics alone, on the port of a worker. */
  static Future<HttpWiring> probes(ContentWiring content, int port, Closing closing) {
    KernelWiring kernel = content.kernel();
    HealthRooms rooms =
        new HealthRooms(
            kernel.database(),
            kernel.schema(),
            content.bundle(),
            content.engine(),
            kernel.telemetry());
    return HttpApi.probes(kernel.vertx(), settings(kernel.config(), port), rooms)
        .map(api -> listening(api, closing));
  }

  private static HttpWiring listening(HttpApi api, Closing closing) {
    log.info("listening on port {}", api.port());
    return new HttpWiring(closing.later(api, HttpApi::close));
  }

  private static HttpConfig settings(AppConfig config, int port) {
    String version =
        Optional.ofNullable(App.class.getPackage().getImplementationVersion()).orElse("0.0.0");
    return HttpConfig.of(
        port,
        config.production(),
        version,
        new Withheld(
            config.email().sendsHeld() && config.mode().hasWorker(),
            config.testMode().isActive(),
            config.http().ingestSuspended()));
  }

  private static Future<Sources> sources(PeopleWiring people) {
    KernelWiring kernel = people.content().kernel();
    return Sources.open(
        kernel.vertx(),
        people.content().bundle(),
        people.ingest(),
        new NewEventReader(kernel.database().clock()),
        kernel.database().clock(),
        kernel.config().sources());
  }

  private static Entrance entrance(KernelWiring kernel, ApiKeys keys, Closing closing) {
    ServerConfig http = kernel.config().http();
    LimitConfig limits = http.limits();
    return new Entrance(
        keys,
        closing.later(
            Limits.open(kernel.vertx(), kernel.database().clock(), limits.redisUrl()),
            Limits::close),
        Rates.perMinute(limits.dataPerMinute(), limits.adminPerMinute()),
        new UserTokens(http.identitySecret()),
        http.ingestSuspended());
  }

  private static HttpRooms rooms(PeopleWiring people, Entrance entrance, Sources sources) {
    ContentWiring content = people.content();
    KernelWiring kernel = content.kernel();
    return new HttpRooms(
        kernel.database(),
        kernel.schema(),
        entrance,
        new Intake(new NewEventReader(kernel.database().clock()), sources, people.ingest()::lane),
        new AdminRooms(
            content.bundle(),
            content.engine(),
            people.enrolments(),
            people.events(),
            people.contacts(),
            people.decisions(),
            people.sends(),
            people.merging().merges(),
            people.merging().erasures(),
            people.imports()),
        new MailRooms(people.tracking()),
        new PreferenceRooms(people.choices(), people.suppressions(), kernel.links()),
        new SendingRooms(
            people.orders(),
            people.reports(),
            people.deadLetters(),
            kernel.config().webhooks(),
            people.outbound()),
        people.operators().rooms(kernel.config()),
        kernel.telemetry(),
        pages(kernel));
  }

  /** The mailbox shows mails to whoever comes, so it stands only where none leave the house. */
  private static List<Pages> pages(KernelWiring kernel) {
    EmailConfig email = kernel.config().email();
    return email.provider().equals("log")
        ? List.of(new Studio(new Mailbox(kernel.vertx(), email.mailbox())))
        : List.of();
  }

  private static Future<ApiKeys> minted(AppConfig config, ApiKeys keys) {
    return config.mintsFirstKey()
        ? keys.bootstrap().onSuccess(HttpWiring::tell).map(keys)
        : Future.succeededFuture(keys);
  }

  private static void tell(Optional<String> key) {
    key.ifPresent(
        text -> log.warn("a first key that may put events in, shown this once: {}", text));
  }
}
