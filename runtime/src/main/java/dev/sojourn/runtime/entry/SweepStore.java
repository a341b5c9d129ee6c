package dev.sojourn.runtime.entry;

import dev.sojourn.core.definition.DefinitionJson;
import dev.sojourn.dsl.definition.DateRule;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of sweeps. */
final class SweepStore {
  /** How many contacts one transaction looks at. */
  static final int PAGE = 1_000;

  private static final String FORGET =
      "delete from date_sweeps where active_set < $1::int8 and journey_id <> all ($2::text[])";

  /**
   * A rule that is new begins from the first contact; a process on an older set changes nothing.
   */
  private static final String REGISTER =
      """
      insert into date_sweeps(journey_id, rule, active_set, due_at)
      select u.journey_id, u.rule, $1::int8, $4::timestamptz
      from unnest($2::text[], $3::text[]) u(journey_id, rule)
      order by u.journey_id
      on conflict (journey_id) do update
      set rule = excluded.rule, active_set = excluded.active_set,
        round = case when date_sweeps.rule = excluded.rule then date_sweeps.round else 1 end,
        after_id = case when date_sweeps.rule = excluded.rule then date_sweeps.after_id else 0 end,
        due_at = case when date_sweeps.rule = excluded.rule then date_sweeps.due_at
          else excluded.due_at end
      where date_sweeps.active_set < excluded.active_set
      """;

  /** The lock on the row makes a sweep one process' at a time. */
  private static final String TAKE =
      """
      select s.journey_id, s.round, s.after_id
      from unnest($2::text[], $3::text[]) u(journey_id, rule)
      join date_sweeps s on s.journey_id = u.journey_id and s.rule = u.rule
      where s.due_at <= $1::timestamptz
      order by s.due_at, s.journey_id
      limit 1
      for update of s skip locked
      """;

  private static final String NEXT =
      """
      select min(s.due_at)
      from unnest($1::text[], $2::text[]) u(journey_id, rule)
      join date_sweeps s on s.journey_id = u.journey_id and s.rule = u.rule
      where s.due_at < 'infinity'
      """;

  /** Who has no such property is passed over, but counts for where the page ends. */
  private static final String CONTACTS =
      """
      select c.id, c.tenant,
        c.properties ? $2::text and c.merged_into is null and c.deleted_at is null
      from contacts c
      where c.id > $1::int8
      order by c.id
      limit $3::int4
      """;

  private static final String ADVANCE =
      "update date_sweeps set after_id = $2::int8 where journey_id = $1::text";

  private static final String ROUND =
      """
      update date_sweeps
      set round = $2::int2, after_id = 0, due_at = coalesce($3::timestamptz, 'infinity')
      where journey_id = $1::text
      """;

  private SweepStore() {}

  /** A sweep that this transaction has taken. */
  record Taken(String journeyId, int round, long afterId) {}

  /** Some contacts; {@code having} are those among them with the property, by id, with tenants. */
  record Page(long lastId, Map<Long, Integer> having) {}

  /** Writes down the rules of a set, and forgets those of journeys that are in it no more. */
  static Future<Void> register(Database database, ActiveSet active, Instant now) {
    return database.transaction(
        tx -> {
          var dated = active.dated();
          tx.run(FORGET, active.number(), ids(dated));
          return tx.run(REGISTER, active.number(), ids(dated), rules(dated), now).mapEmpty();
        });
  }

  static Future<Optional<Taken>> take(Tx tx, ActiveSet active, Instant now) {
    var dated = active.dated();
    return tx.run(TAKE, now, ids(dated), rules(dated))
        .map(
            rows -> {
              for (Row row : rows) {
                return Optional.of(new Taken(row.getString(0), row.getInteger(1), row.getLong(2)));
              }
              return Optional.empty();
            });
  }

  /** When the next round of a set's rules may go on; null if all are done. */
  static Future<@Nullable Instant> next(Database database, ActiveSet active) {
    var dated = active.dated();
    return database
        .run(NEXT, ids(dated), rules(dated))
        .map(
            rows -> {
              OffsetDateTime next = rows.iterator().next().getOffsetDateTime(0);
              return next == null ? null : next.toInstant();
            });
  }

  /** The contacts after one; empty if there are none. */
  static Future<Optional<Page>> contacts(Tx tx, long after, String property) {
    return tx.run(CONTACTS, after, property, PAGE)
        .map(
            rows -> {
              var having = new LinkedHashMap<Long, Integer>();
              long last = 0;
              for (Row row : rows) {
                last = row.getLong(0);
                if (row.getBoolean(2)) {
                  having.put(last, row.getInteger(1));
                }
              }
              return rows.size() == 0 ? Optional.empty() : Optional.of(new Page(last, having));
            });
  }

  static Future<Void> advance(Tx tx, Taken sweep, long lastId) {
    return tx.run(ADVANCE, sweep.journeyId(), lastId).mapEmpty();
  }

  /** Ends a round: the second follows the first after a while, and nothing the second. */
  static Future<Void> endRound(Tx tx, Taken sweep, Instant now, Duration pause) {
    return tx.run(ROUND, sweep.journeyId(), (short) 2, sweep.round() == 1 ? now.plus(pause) : null)
        .mapEmpty();
  }

  private static String[] ids(List<ActiveJourney> dated) {
    return dated.stream().map(journey -> journey.definition().id()).toArray(String[]::new);
  }

  private static String[] rules(List<ActiveJourney> dated) {
    List<String> rules = new ArrayList<>(dated.size());
    for (ActiveJourney journey : dated) {
      DateRule rule = Objects.requireNonNull(journey.definition().entry().date());
      rules.add(DefinitionJson.write(rule));
    }
    return rules.toArray(String[]::new);
  }
}
