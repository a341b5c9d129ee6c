package dev.sojourn.runtime.operator;

import dev.sojourn.core.identity.PasswordHash;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.operator.OperatorStore.Known;
import dev.sojourn.runtime.operator.OperatorStore.Stored;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign in, and who has. Whatever is asked with an address costs as much, and answers as
 * little, where nobody has it.
 */
public final class Operators {
  /** How long a session lasts that nobody uses. */
  public static final Duration SESSION = Duration.ofDays(7);

  private static final Duration RENEWED_EACH = Duration.ofDays(1);
  private static final Duration RESET = Duration.ofMinutes(15);
  private static final int MOST_RESETS = 5;
  private static final int HASHING = 2;
  private static final int MOST_HASHED = 32;
  private static final int LONGEST_AGENT = 300;

  private final Database database;
  private final InstantSource clock;
  private final Passwords passwords;
  private final ResetMail mail;
  private final Secrets secrets = new Secrets();

  /**
   * The operators of this database.
   *
   * @param clock by which sessions and links end; the database's own outside tests
   * @param rounds how often a password is hashed
   */
  public Operators(
      Vertx vertx, Database database, InstantSource clock, ResetMail mail, int rounds) {
    this.database = database;
    this.clock = clock;
    this.passwords = new Passwords(vertx, rounds, HASHING, MOST_HASHED);
    this.mail = mail;
  }

  /** Where somebody signs in from, by their own account. */
  public record From(@Nullable String ip, @Nullable String userAgent) {
    /** What of it can be stored. */
    public From {
      if (userAgent != null) {
        String storable = userAgent.replace("\0", "");
        userAgent = storable.substring(0, Math.min(LONGEST_AGENT, storable.length()));
      }
    }
  }

  /** Whether there is any operator. */
  public Future<Boolean> areThere() {
    return database.run(OperatorStore.ANY).map(Operators::first);
  }

  /**
   * Makes the first operator if there is none. Of several processes that start together, one does.
   *
   * @param password none for one that nobody chose, which is the answer then, this once
   */
  public Future<Optional<String>> bootstrap(String email, Optional<String> password) {
    return areThere()
        .compose(
            any -> any ? Future.succeededFuture(Optional.empty()) : first(plain(email), password));
  }

  private Future<Optional<String>> first(String email, Optional<String> given) {
    String password = given.orElseGet(secrets::password);
    return passwords
        .hash(password)
        .compose(hash -> database.transaction(tx -> first(tx, email, hash)))
        .map(made -> made && given.isEmpty() ? Optional.of(password) : Optional.empty());
  }

  /** What the lock protects is read after it. */
  private Future<Boolean> first(Tx tx, String email, PasswordHash hash) {
    return tx.run(OperatorStore.LOCK_FIRST)
        .compose(locked -> tx.run(OperatorStore.ANY))
        .map(Operators::first)
        .compose(
            any ->
                any
                    ? Future.succeededFuture(false)
                    : tx.run(
                            OperatorStore.ADD,
                            database.ids().next(),
                            email,
                            email,
                            hash.text(),
                            clock.instant())
                        .map(true));
  }

  /** Begins a session; empty if address and password are not those of an operator. */
  public Future<Optional<SignedIn>> signIn(String email, String password, From from) {
    return database
        .run(OperatorStore.BY_EMAIL, plain(email))
        .map(OperatorStore::known)
        .compose(
            known ->
                passwords
                    .match(known.map(Known::password).orElse(null), password)
                    .compose(
                        same ->
                            same
                                ? begun(known.orElseThrow(), from)
                                : Future.succeededFuture(Optional.empty())));
  }

  private Future<Optional<SignedIn>> begun(Known known, From from) {
    String token = secrets.token();
    long id = database.ids().next();
    Instant now = clock.instant();
    Session session = new Session(id, known.operator(), now, now.plus(SESSION), true);
    return database
        .run(
            OperatorStore.BEGIN,
            id,
            known.operator().id(),
            known.password().text(),
            Secrets.hash(token),
            now,
            session.expiresAt(),
            from.ip(),
            from.userAgent())
        .map(
            rows ->
                rows.rowCount() == 1
                    ? Optional.of(new SignedIn(token, session))
                    : Optional.empty());
  }

  /** The session of a token, put off once a day; empty if it is over, or never was. */
  public Future<Optional<Session>> session(String token) {
    Instant now = clock.instant();
    return database
        .run(OperatorStore.SESSION, Secrets.hash(token), now)
        .map(OperatorStore::session)
        .compose(
            found ->
                found.isPresent()
                    ? renewed(found.get(), now).map(Optional::of)
                    : Future.succeededFuture(Optional.empty()));
  }

  private Future<Session> renewed(Stored stored, Instant now) {
    Session session = stored.session();
    Instant before = now.minus(RENEWED_EACH);
    if (stored.renewedAt().isAfter(before)) {
      return Future.succeededFuture(session);
    }
    Instant until = now.plus(SESSION);
    return database
        .run(OperatorStore.RENEW, session.id(), now, until, before)
        .map(
            done ->
                new Session(session.id(), session.operator(), session.createdAt(), until, true));
  }

  /** Ends the session of a token, if there is one. */
  public Future<Void> signOut(String token) {
    return database.run(OperatorStore.END, (Object) Secrets.hash(token)).mapEmpty();
  }

  /** Sends a link to set a password anew, good for 15 minutes, if an operator has the address. */
  public Future<Void> askReset(String email) {
    String token = secrets.token();
    String to = plain(email);
    Instant now = clock.instant();
    return database.transaction(
        tx ->
            tx.run(
                    OperatorStore.ASK_RESET,
                    database.ids().next(),
                    to,
                    Secrets.hash(token),
                    now,
                    now.plus(RESET),
                    MOST_RESETS)
                .compose(
                    asked ->
                        asked.rowCount() == 1
                            ? mail.queue(tx, to, token).mapEmpty()
                            : Future.succeededFuture()));
  }

  /** Whether a link's token is still good. */
  public Future<Boolean> isResetGood(String token) {
    return database
        .run(OperatorStore.IS_RESET_GOOD, Secrets.hash(token), clock.instant())
        .map(Operators::first);
  }

  /** Sets a password by a link, once, and ends all sessions; false if the link is worth nothing. */
  public Future<Boolean> reset(String token, String password) {
    return isResetGood(token)
        .compose(
            good ->
                good
                    ? passwords
                        .hash(password)
                        .compose(hash -> database.transaction(tx -> reset(tx, token, hash)))
                    : Future.succeededFuture(false));
  }

  private Future<Boolean> reset(Tx tx, String token, PasswordHash password) {
    Instant now = clock.instant();
    byte[] hash = Secrets.hash(token);
    return tx.run(OperatorStore.LOCK_RESET, hash, now)
        .compose(locked -> tx.run(OperatorStore.USE_RESET, hash, now))
        .compose(
            used ->
                used.rowCount() == 1
                    ? changed(tx, used.iterator().next().getLong(0), password, now).map(true)
                    : Future.succeededFuture(false));
  }

  private static Future<?> changed(Tx tx, long operator, PasswordHash password, Instant now) {
    return tx.run(OperatorStore.SET_PASSWORD, operator, password.text(), now)
        .compose(set -> tx.run(OperatorStore.END_ALL, operator))
        .compose(ended -> tx.run(OperatorStore.DROP_RESETS, operator));
  }

  /** Forgets sessions and links that ended before an instant, at most so many of each. */
  public Future<Integer> forget(Tx tx, Instant before, int most) {
    return tx.run(OperatorStore.FORGET_SESSIONS, before, most)
        .compose(
            sessions ->
                tx.run(OperatorStore.FORGET_RESETS, before, most)
                    .map(resets -> Math.max(sessions.rowCount(), resets.rowCount())));
  }

  /** Lets the threads go. */
  public Future<Void> close() {
    return passwords.close();
  }

  private static String plain(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  private static boolean first(RowSet<Row> rows) {
    return rows.iterator().next().getBoolean(0);
  }
}
