package dev.sojourn.bench;

import java.sql.SQLException;

/** Puts many contacts and runs into the database with one statement each. */
final class Seeds {
  /** Ids of seeded rows lie before every id that the service makes. */
  private static final long BASE = 1L << 40;

  private final BenchDatabase database;
  private long next = BASE;

  Seeds(BenchDatabase database) throws SQLException {
    this.database = database;
    database.run(
        "create table if not exists bench_due(id bigint primary key, due_at timestamptz not null)");
  }

  /** Known people {@code u0 … u<count-1>}, each with its external id as the only key. */
  void people(int count) throws SQLException {
    long from = reserve(count);
    database.update(
        """
        with made as (
          insert into contacts(id, external_id, email, first_seen_at, last_seen_at)
          select ?::bigint + n, 'u' || n, 'u' || n || '@example.com', now(), now()
          from generate_series(0, ?::int - 1) n returning id, external_id)
        insert into contact_keys(kind, value, contact_id) select 1, external_id, id from made
        """,
        from,
        count);
    database.run("vacuum (analyze) contacts, contact_keys");
  }

  /** Runs that were just enrolled and are due now. */
  void startedRuns(String journey, int count) throws SQLException {
    runs(journey, count, "now()", 0);
  }

  /**
   * Runs parked after their first segment, with the journal of one that really ran.
   *
   * @param due SQL for the due time, in which {@code n} is the number of the run
   */
  void parkedRuns(String journey, int count, String due) throws SQLException {
    long from = runs(journey, count, due, 1);
    database.update(
        """
        insert into journal(run_id, generation, segment, format, entries)
        select ?::bigint + n, 0, 0, sample.format, sample.entries
        from generate_series(0, ?::int - 1) n,
          (select j.format, j.entries from journal j
           join all_enrolments e on e.id = j.run_id join names on names.id = e.journey
           where names.name = 'journey:' || ? and j.segment = 0 and e.id > ? order by e.id limit 1) sample
        """,
        from,
        count,
        journey,
        BASE << 10);
  }

  /** Mails of the template {@code letter} to as many people, due now. */
  void queuedSends(int count) throws SQLException {
    long from = reserve(count);
    database.update(
        """
        insert into contacts(id, external_id, email, first_seen_at, last_seen_at)
        select ?::bigint + n, 'm' || (?::bigint + n), 'm' || (?::bigint + n) || '@example.com', now(), now()
        from generate_series(0, ?::int - 1) n
        """,
        from,
        from,
        from,
        count);
    database.update(
        """
        insert into sends(id, contact_id, due_at, status, template, category, request)
        select ?::bigint + n, ?::bigint + n, now(), 'queued', 'letter', 'journey', '{}'
        from generate_series(0, ?::int - 1) n
        """,
        from,
        from,
        count);
    database.run("vacuum (analyze) contacts, sends");
  }

  private long runs(String journey, int count, String due, int segment) throws SQLException {
    long from = reserve(count);
    database.update(
        """
        insert into contacts(id, external_id, email, first_seen_at, last_seen_at)
        select ?::bigint + n, 's' || (?::bigint + n), 's' || n || '@example.com', now(), now()
        from generate_series(0, ?::int - 1) n
        """,
        from,
        from,
        count);
    database.update(
        """
        insert into events(id, contact_id, name, source, occurred_at, props)
        select ?::bigint + n, ?::bigint + n, (select min(id) from names where kind = 'event'), 1, now(), '{}'
        from generate_series(0, ?::int - 1) n
        """,
        from,
        from,
        count);
    database.update(
        ("with made as (insert into runs(id, subject, event_id, due_at, task, version, segment)"
                + " select ?::bigint + n, ?::bigint + n, ?::bigint + n, DUE,"
                + " (select id from names where kind = 'task' and name = 'journey:' || ?),"
                + " (select max(number) from script_versions where kind = 'journey' and id = ?), ?::int::smallint"
                + " from generate_series(0, ?::int - 1) n returning id, due_at)"
                + " insert into bench_due select id, due_at from made")
            .replace("DUE", due),
        from,
        from,
        from,
        journey,
        journey,
        segment,
        count);
    return from;
  }

  private long reserve(int count) {
    long from = next;
    next += count;
    return from;
  }
}
