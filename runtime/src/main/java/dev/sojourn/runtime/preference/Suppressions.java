package dev.sojourn.runtime.preference;

import dev.sojourn.core.preference.Bounces;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Addresses that nothing may be sent to. What is said of one holds whoever owns it, and is kept
 * when its contact goes; only an operator lifts it.
 */
public final class Suppressions {
  private final Database database;
  private final int bounceThreshold;

  /** Who is listed. */
  public enum Kind {
    /** Everybody below. */
    ALL,
    /** Addresses that mails came back from for good. */
    BOUNCED,
    /** People who want no mail at all. */
    UNSUBSCRIBED,
    /** Addresses whose owner complained. */
    COMPLAINED
  }

  /** A part of a list, and how long all of it is. */
  public record Page(List<Suppressed> items, long total) {}

  /**
   * The suppressions of a database.
   *
   * @param bounceThreshold after how many permanent bounces an address is barred, at least 1
   */
  public Suppressions(Database database, int bounceThreshold) {
    this.database = database;
    this.bounceThreshold = bounceThreshold;
  }

  /**
   * Counts a mail that came back for good, and bars the address when that was once too often. The
   * caller makes sure that one mail is counted once.
   */
  public Future<Void> bounced(Tx tx, int tenant, String email, Instant at) {
    var address = plain(email);
    return tx.run(SuppressionStore.BOUNCED, tenant, address, at)
        .map(rows -> rows.iterator().next().getInteger(0))
        .compose(
            count ->
                Bounces.bar(count, bounceThreshold)
                    ? suppress(tx, tenant, address, at)
                    : Future.succeededFuture());
  }

  /** Bars an address whose owner complained of a mail. */
  public Future<Void> complained(Tx tx, int tenant, String email, Instant at) {
    return tx.run(SuppressionStore.COMPLAINED, tenant, plain(email), at).mapEmpty();
  }

  /** Bars an address. */
  public Future<Void> suppress(Tx tx, int tenant, String email, Instant at) {
    return tx.run(SuppressionStore.SUPPRESS, tenant, plain(email), at).mapEmpty();
  }

  /** Bars an address or lifts that, which forgets its bounces. */
  public Future<Void> set(String email, boolean suppressed) {
    var now = database.clock().instant();
    return database.transaction(
        tx ->
            suppressed
                ? suppress(tx, 0, email, now)
                : tx.run(SuppressionStore.LIFT, 0, plain(email)).mapEmpty());
  }

  /** Those who get fewer mails than they could, in order of address. */
  public Future<Page> list(Kind kind, int limit, int offset) {
    return database
        .run(SuppressionStore.LIST, kind.name(), limit, offset)
        .compose(
            rows ->
                database
                    .run(SuppressionStore.COUNT, kind.name())
                    .map(count -> SuppressionStore.page(rows, count)));
  }

  private static String plain(String email) {
    return email.toLowerCase(Locale.ROOT);
  }
}
