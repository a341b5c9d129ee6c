package dev.sojourn.runtime.ingest;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.ingest.ImportJob.Problem;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of imports. */
final class ImportStore {
  static final String BEGIN =
      """
      insert into import_jobs(id, file_name, format, created_at, updated_at)
      values ($1::int8, $2::text, $3::text, $4::timestamptz, $4::timestamptz)
      """;

  static final String STAGE =
      """
      insert into import_rows(job_id, row_number, body)
      select $1::int8, $2::int8 + u.n - 1, u.body
      from unnest($3::text[]) with ordinality u(body, n)
      """;

  static final String STAGED =
      """
      update import_jobs
      set total_rows = $2::int8, updated_at = $3::timestamptz,
        status = case when $2::int8 = 0 then 'completed' else status end
      where id = $1::int8
      """;

  /** The oldest that nobody works at. */
  static final String CLAIM =
      """
      update import_jobs j
      set lease_until = $2::timestamptz, status = 'processing'
      from (
        select id from import_jobs
        where status in ('pending', 'processing') and total_rows is not null
          and (lease_until is null or lease_until <= $1::timestamptz)
        order by id limit 1
        for update skip locked) d
      where j.id = d.id
      returning j.id, j.processed_rows
      """;

  static final String OVERDUE =
      """
      select from import_jobs
      where status in ('pending', 'processing') and total_rows is not null
        and (lease_until is null or lease_until <= $1::timestamptz)
      """;

  /** $2 the last row that is done, $3 rows wanted. */
  static final String ROWS =
      """
      select row_number, body from import_rows
      where job_id = $1::int8 and row_number > $2::int8
      order by row_number
      limit $3::int4
      """;

  /** Whoever else has done these rows meanwhile was first, and this changes nothing. */
  static final String DONE =
      """
      update import_jobs
      set processed_rows = $3::int8, failed_rows = failed_rows + $4::int8,
        errors = coalesce((select jsonb_agg(e.one order by e.n) from
          jsonb_array_elements(errors || $5::text::jsonb) with ordinality e(one, n)
          where e.n <= 100), '[]'),
        status = case when $3::int8 >= total_rows then 'completed' else status end,
        lease_until = $6::timestamptz, updated_at = $7::timestamptz
      where id = $1::int8 and processed_rows = $2::int8
      """;

  static final String DROP_ROWS =
      "delete from import_rows where job_id = $1::int8 and row_number <= $2::int8";

  static final String ONE =
      """
      select id, status, total_rows, processed_rows, failed_rows, errors::text, created_at,
        updated_at
      from import_jobs where id = $1::int8
      """;

  /** $1 begun before, $2 jobs wanted; their rows go with them. */
  static final String FORGET =
      """
      delete from import_jobs where id = any (array(
        select id from import_jobs where created_at < $1::timestamptz order by id limit $2::int4))
      """;

  private ImportStore() {}

  /** A job that was claimed, and the last of its rows that is done. */
  record Claimed(long id, long done) {}

  /** A row that waits. */
  record Staged(long number, String body) {}

  static Optional<Claimed> claimed(RowSet<Row> rows) {
    for (var row : rows) {
      return Optional.of(new Claimed(row.getLong(0), row.getLong(1)));
    }
    return Optional.empty();
  }

  static List<Staged> staged(RowSet<Row> rows) {
    var staged = new ArrayList<Staged>(rows.size());
    rows.forEach(row -> staged.add(new Staged(row.getLong(0), row.getString(1))));
    return staged;
  }

  static String json(List<Problem> problems) {
    return Json.write(
        problems.stream()
            .map(
                one -> {
                  Map<String, @Nullable Object> json = new LinkedHashMap<>();
                  json.put("row", one.row());
                  json.put("error", one.error());
                  return json;
                })
            .toList());
  }

  static Optional<ImportJob> job(RowSet<Row> rows, PublicIds ids) {
    for (var row : rows) {
      return Optional.of(
          new ImportJob(
              ids.face(row.getLong(0)),
              row.getString(1),
              row.getLong(2),
              row.getLong(3),
              row.getLong(4),
              problems(row.getString(5)),
              row.getOffsetDateTime(6).toInstant(),
              row.getOffsetDateTime(7).toInstant()));
    }
    return Optional.empty();
  }

  private static List<Problem> problems(String json) {
    var problems = new ArrayList<Problem>();
    if (Json.read(json) instanceof List<?> all) {
      for (var one : all) {
        if (one instanceof Map<?, ?> fields && fields.get("row") instanceof Number row) {
          problems.add(new Problem(row.longValue(), String.valueOf(fields.get("error"))));
        }
      }
    }
    return problems;
  }
}
