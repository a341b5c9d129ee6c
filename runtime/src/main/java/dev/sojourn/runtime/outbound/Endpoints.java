package dev.sojourn.runtime.outbound;

import dev.sojourn.core.webhook.Presets;
import dev.sojourn.runtime.config.OutboundConfig.Posthog;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outside.OutsideHttp;
import io.vertx.core.Future;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are told what happens. Each change says in the same transaction what anybody wants to
 * be told from now on.
 */
public final class Endpoints {
  private static final Logger log = LoggerFactory.getLogger(Endpoints.class);
  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final int SECRET_BYTES = 32;
  private static final List<String> LIFE_OF_MAILS =
      List.of(
          "email.sent",
          "email.delivered",
          "email.opened",
          "email.clicked",
          "email.bounced",
          "email.complained");

  private final Database database;
  private final InstantSource clock;
  private final Outbox outbox;
  private final Vault vault;
  private final Kinds kinds;
  private final OutsideHttp http;
  private final SecureRandom random = new SecureRandom();

  /** A part of all endpoints, and how many there are. */
  public record Page(List<Endpoint> items, long total) {}

  Endpoints(
      Database database,
      InstantSource clock,
      Outbox outbox,
      Vault vault,
      Kinds kinds,
      OutsideHttp http) {
    this.database = database;
    this.clock = clock;
    this.outbox = outbox;
    this.vault = vault;
    this.kinds = kinds;
    this.http = http;
  }

  /** Some of them, the newest first. */
  public Future<Page> list(int limit, int offset) {
    return database
        .run(EndpointStore.PAGE, limit, offset)
        .map(rows -> EndpointStore.endpoints(rows, vault))
        .compose(
            items ->
                database
                    .run(EndpointStore.COUNT)
                    .map(rows -> new Page(items, rows.iterator().next().getLong(0))));
  }

  /** One of them. */
  public Future<Optional<Endpoint>> one(long id) {
    return database
        .run(EndpointStore.ONE, id)
        .map(rows -> EndpointStore.endpoints(rows, vault).stream().findFirst());
  }

  /**
   * Makes one, with a secret if it is of a kind that is signed; fails with {@link Wish.Refused}.
   */
  public Future<Endpoint> create(Wish wish) {
    return Future.succeededFuture(wish)
        .map(wanted -> fresh(wanted, now()))
        .compose(this::checked)
        .compose(made -> committed(tx -> added(tx, made)));
  }

  /** Changes one; what is under way to one that is disabled is discarded. */
  public Future<Optional<Endpoint>> change(long id, Wish wish) {
    return one(id)
        .compose(
            found ->
                found
                    .map(before -> checked(wish.over(before, touched(before))))
                    .orElseGet(Future::succeededFuture))
        .compose(
            wanted ->
                wanted == null
                    ? Future.succeededFuture(Optional.empty())
                    : changed(id, before -> wish.over(before, touched(before))));
  }

  /**
   * Gives one a new secret; the old one signs too for a day, unless that is to end at once. Empty
   * if there is no such endpoint; fails with {@link Wish.Refused} if nothing of it is signed.
   */
  public Future<Optional<Endpoint>> rotate(long id, boolean immediate) {
    return changed(
        id,
        before -> {
          var old = before.secret().current();
          if (!before.target().isSigned()) {
            throw new Wish.Refused(
                "kind '" + before.target().kind() + "' has no secret of ours; nothing is signed");
          }
          var until = now().plus(OVERLAP);
          return with(
              before,
              immediate || old == null
                  ? new Endpoint.Secret(secret(), null, null)
                  : new Endpoint.Secret(secret(), old, until),
              touched(before));
        });
  }

  /** Takes one away, with all its deliveries; false if there is none. */
  public Future<Boolean> delete(long id) {
    return committed(
        tx ->
            outbox
                .holdSubscriptions(tx)
                .compose(held -> tx.run(EndpointStore.DELETE, id))
                .compose(rows -> told(tx).map(rows.rowCount() > 0)));
  }

  /** Tells one nothing more, since it wants nothing or takes nothing. */
  Future<Void> disable(long id, String why) {
    log.error("endpoint {} is disabled: {}", database.publicIds().face(id), why);
    return changed(id, before -> disabled(before)).mapEmpty();
  }

  /** Those that are told something. */
  Future<List<Endpoint>> enabled() {
    return database.run(EndpointStore.ENABLED).map(rows -> EndpointStore.endpoints(rows, vault));
  }

  /** Makes the endpoint of a PostHog account, unless there was ever one of that kind. */
  Future<Void> seed(Posthog account) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("apiKey", account.key());
    account.host().ifPresent(host -> config.put("host", host));
    var url = account.host().orElse("https://us.i.posthog.com");
    var kind = Presets.POSTHOG.kind();
    var wish = new Wish(url, "Life of mails", LIFE_OF_MAILS, false, kind, config);
    return committed(
        tx ->
            outbox
                .holdSubscriptions(tx)
                .compose(held -> tx.run(EndpointStore.ANY_OF_KIND, kind))
                .compose(
                    rows ->
                        rows.iterator().next().getBoolean(0)
                            ? Future.succeededFuture()
                            : added(tx, fresh(wish, now())).mapEmpty()));
  }

  /** Done once this process, too, knows what follows; that it could not learn it is no failure. */
  private <T> Future<T> committed(Function<Tx, Future<T>> work) {
    return database
        .transaction(work)
        .compose(done -> outbox.learnSubscriptions().otherwiseEmpty().map(done));
  }

  private Future<Optional<Endpoint>> changed(long id, UnaryOperator<Endpoint> change) {
    return committed(
        tx ->
            outbox
                .holdSubscriptions(tx)
                .compose(held -> tx.run(EndpointStore.HOLD, id))
                .compose(
                    rows -> {
                      var found = EndpointStore.endpoints(rows, vault).stream().findFirst();
                      return found.isEmpty()
                          ? Future.succeededFuture(Optional.<Endpoint>empty())
                          : saved(tx, change.apply(found.get())).map(Optional::of);
                    }));
  }

  private Future<Endpoint> saved(Tx tx, Endpoint endpoint) {
    tx.run(EndpointStore.CHANGE, EndpointStore.row(endpoint, vault));
    if (endpoint.disabled()) {
      tx.run(DeliveryStore.DISCARD, endpoint.id());
    }
    return told(tx).map(endpoint);
  }

  private Future<Endpoint> added(Tx tx, Endpoint endpoint) {
    return outbox
        .holdSubscriptions(tx)
        .compose(held -> tx.run(EndpointStore.ADD, EndpointStore.row(endpoint, vault)))
        .compose(added -> told(tx))
        .map(endpoint);
  }

  private Future<Void> told(Tx tx) {
    return tx.run(EndpointStore.WANTED)
        .map(EndpointStore::wanted)
        .compose(types -> outbox.subscribe(tx, types));
  }

  private Future<@Nullable Endpoint> checked(Endpoint endpoint) {
    kinds.check(endpoint.target());
    return http.check(URI.create(endpoint.url()), kinds.reach())
        .map(good -> endpoint)
        .recover(
            wrong -> Future.failedFuture(new Wish.Refused("url: " + OutsideHttp.inWords(wrong))));
  }

  private Endpoint fresh(Wish wish, Instant now) {
    var made = wish.anew(database.ids().next(), new Endpoint.Times(null, now, now));
    return made.target().isSigned()
        ? with(made, new Endpoint.Secret(secret(), null, null), made.times())
        : made;
  }

  private Endpoint.Times touched(Endpoint before) {
    var times = before.times();
    return new Endpoint.Times(times.lastDeliveryAt(), times.createdAt(), now());
  }

  private static Endpoint with(Endpoint before, Endpoint.Secret secret, Endpoint.Times times) {
    return new Endpoint(
        before.id(),
        before.url(),
        before.description(),
        before.target(),
        secret,
        before.eventTypes(),
        before.disabled(),
        times);
  }

  private Endpoint disabled(Endpoint before) {
    return new Endpoint(
        before.id(),
        before.url(),
        before.description(),
        before.target(),
        before.secret(),
        before.eventTypes(),
        true,
        touched(before));
  }

  private String secret() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /** As it is stored and shown. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
