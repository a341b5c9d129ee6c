package dev.sojourn.runtime.operator;

import dev.sojourn.core.identity.PasswordHash;
import dev.sojourn.runtime.database.LockNumbers;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Optional;

/** The SQL of operators, their sessions and their links. */
final class OperatorStore {
  /** Bars others from making the first operator at the same time. */
  static final String LOCK_FIRST =
      "select count(pg_advisory_xact_lock("
          + LockNumbers.FIRST_OPERATOR
          + ", 1)::text) from (values (1)) as one";

  static final String ANY = "select exists (select from operators) as any_operator";

  static final String ADD =
      """
      insert into operators(id, email, name, password, created_at, updated_at)
      values ($1::int8, $2::text, $3::text, $4::text, $5::timestamptz, $5::timestamptz)
      """;

  static final String BY_EMAIL =
      """
      select id, email, name, created_at, password
      from operators
      where tenant = 0 and email = $1::text
      """;

  /** None if the password is no longer the one that was shown: a reset waits, or has been. */
  static final String BEGIN =
      """
      insert into operator_sessions(id, operator_id, hash, created_at, renewed_at, expires_at, ip,
        user_agent)
      select $1::int8, o.id, $4::bytea, $5::timestamptz, $5::timestamptz, $6::timestamptz, $7::text,
        $8::text
      from (
        select id from operators where id = $2::int8 and password = $3::text for share) o
      """;

  static final String SESSION =
      """
      select o.id, o.email, o.name, o.created_at, s.id as session_id, s.created_at as began_at,
        s.renewed_at, s.expires_at
      from operator_sessions s
      join operators o on o.id = s.operator_id
      where s.hash = $1::bytea and s.expires_at > $2::timestamptz
      """;

  static final String RENEW =
      """
      update operator_sessions set renewed_at = $2::timestamptz, expires_at = $3::timestamptz
      where id = $1::int8 and renewed_at <= $4::timestamptz
      """;

  static final String END = "delete from operator_sessions where hash = $1::bytea";

  /** None for an address that nobody has, nor for one that has enough links already. */
  static final String ASK_RESET =
      """
      insert into password_resets(id, operator_id, hash, created_at, expires_at)
      select $1::int8, o.id, $3::bytea, $4::timestamptz, $5::timestamptz
      from operators o
      where o.tenant = 0 and o.email = $2::text
        and $6::int4 > (
          select count(*) from password_resets r
          where r.operator_id = o.id and r.expires_at > $4::timestamptz)
      """;

  static final String IS_RESET_GOOD =
      """
      select exists (
        select from password_resets
        where hash = $1::bytea and expires_at > $2::timestamptz) as good
      """;

  /** The operator's row before those of its links, so that two links used at once wait in line. */
  static final String LOCK_RESET =
      """
      select o.id from operators o
      join password_resets r on r.operator_id = o.id
      where r.hash = $1::bytea and r.expires_at > $2::timestamptz
      for update of o
      """;

  static final String USE_RESET =
      """
      delete from password_resets
      where hash = $1::bytea and expires_at > $2::timestamptz
      returning operator_id
      """;

  static final String SET_PASSWORD =
      """
      update operators set password = $2::text, updated_at = $3::timestamptz
      where id = $1::int8
      """;

  static final String END_ALL = "delete from operator_sessions where operator_id = $1::int8";

  static final String DROP_RESETS = "delete from password_resets where operator_id = $1::int8";

  static final String FORGET_SESSIONS =
      """
      delete from operator_sessions s using (
        select id from operator_sessions where expires_at <= $1::timestamptz
        order by expires_at limit $2::int4 for update skip locked) past
      where s.id = past.id
      """;

  static final String FORGET_RESETS =
      """
      delete from password_resets r using (
        select id from password_resets where expires_at <= $1::timestamptz
        order by expires_at limit $2::int4 for update skip locked) past
      where r.id = past.id
      """;

  /** An operator and what is kept of the password. */
  record Known(Operator operator, PasswordHash password) {}

  /** A session as stored. */
  record Stored(Session session, Instant renewedAt) {}

  private OperatorStore() {}

  static Optional<Known> known(RowSet<Row> rows) {
    Known known = null;
    for (Row row : rows) {
      known = new Known(operator(row), PasswordHash.read(row.getString("password")));
    }
    return Optional.ofNullable(known);
  }

  static Optional<Stored> session(RowSet<Row> rows) {
    Stored stored = null;
    for (Row row : rows) {
      stored =
          new Stored(
              new Session(
                  row.getLong("session_id"),
                  operator(row),
                  instant(row, "began_at"),
                  instant(row, "expires_at"),
                  false),
              instant(row, "renewed_at"));
    }
    return Optional.ofNullable(stored);
  }

  private static Operator operator(Row row) {
    return new Operator(
        row.getLong("id"),
        row.getString("email"),
        row.getString("name"),
        instant(row, "created_at"));
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
