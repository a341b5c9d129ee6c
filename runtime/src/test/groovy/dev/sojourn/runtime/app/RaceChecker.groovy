package dev.sojourn.runtime.app

import dev.sojourn.runtime.app.RaceTraffic.Told
import groovy.transform.CompileStatic
import java.sql.Connection
import java.sql.ResultSet
import org.postgresql.PGConnection

/**
 * Reads what a race left behind and finds what must not be.
 *
 * <p>All that is written about a contact is written under its lock, and a transaction gets its number
 * with its first write: so the numbers, {@code xmin}, tell the order of a contact's commits.
 */
@CompileStatic
class RaceChecker implements AutoCloseable {
  /** What was answered; then events, segments, waits and enrolments, each with its transaction. */
  private static final String TABLES = '''
    create unlogged table told as
      select k.contact_id, t.* from said t join contact_keys k on k.kind = 1 and k.value = t.contact;

    create unlogged table happened as
      select e.id, e.contact_id, n.name, e.props, e.xmin::text::int8 as tx,
        case when n.name = 'race.went' then 0 when (e.props->>'right')::bool then 1 end as ends
      from events e join names n on n.id = e.name;
    create index on happened(contact_id, id);
    create index on happened(id);

    create unlogged table enrolled as
      select e.id, e.contact_id, e.event_id, e.status, e.reason, e.ended_at, e.xmin::text::int8 as tx,
        t.tx as began, (t.props->>'waits')::int as waits, x.id as left_by
      from enrolments e
      left join happened t on t.id = e.event_id and t.contact_id = e.contact_id and t.name = 'race.began'
      left join lateral (
        select min(h.id) as id from happened h
        where h.contact_id = e.contact_id and h.id > e.event_id and h.name = 'race.left'
          and h.tx = e.xmin::text::int8) x on true;
    create index on enrolled(contact_id, event_id);

    create unlogged table segments as
      select j.run_id, j.segment, e.contact_id, e.event_id, e.waits, j.xmin::text::int8 as tx,
        jsonb_path_query_array(j.entries::jsonb, 'strict $[*] ? (@[0] == "w")') as opens,
        jsonb_path_query_array(j.entries::jsonb, 'strict $[*] ? (@[0] == "a" || @[0] == "e")') as ends
      from journal j left join enrolled e on e.id = j.run_id;
    create index on segments(run_id, segment);
    analyze;

    create unlogged table waits as
      select w.*, greatest(w.event_id, max(least(w.last, w.latest)) over (
          partition by w.run_id order by w.turn rows between unbounded preceding and 1 preceding)) as cursor
      from (
        select o.contact_id, o.run_id, o.event_id, o.segment as turn, o.tx as opened, n.tx as ended,
          (o.opens->0->>3)::int8 as started, (o.opens->0->>3)::int8 + (o.opens->0->>4)::int8 as deadline,
          (((o.opens->0->>3)::int8 + (o.opens->0->>4)::int8 + 1) << 22) - 1 as latest,
          (n.ends->0->>1)::int8 as last,
          case when n.ends->0->>0 = 'a' then (n.ends->0->>1)::int8 end as matched
        from segments o left join segments n on n.run_id = o.run_id and n.segment = o.segment + 1
        where jsonb_array_length(o.opens) = 1) w;
    create index on waits(run_id, turn);
    analyze waits;
    '''

  /** The first event that could end a wait, of those that were stored before it ended. */
  private static final String FIRST = '''(
      select min(h.id) from happened h
      where h.contact_id = w.contact_id and h.ends = w.turn % 2 and h.id > w.cursor and h.id <= w.latest
        and h.tx < w.ended)'''

  /** What must not be, with the contacts of which it is true. */
  private static final Map<String, String> WRONG = [
      'an enrolment is still live'                                  : 'select subject from runs',
      'an enrolment ended in another way than it can'               : '''
        select contact_id from enrolled where began is null or status not in ('completed', 'exited')
          or (status = 'exited' and reason not like 'cancelled by %' and left_by is null)''',
      'ids of events do not grow in the order of their commits'     : '''
        select contact_id from (
          select contact_id, tx, lag(tx) over (partition by contact_id order by id) as before from happened) e
        where before > tx''',
      'an acknowledged event is not stored as it was told'          : '''
        select t.contact_id from told t
        left join happened h on h.id = t.event_id and h.contact_id = t.contact_id and h.name = t.name
        where h.id is null''',
      'a stored event was not acknowledged once'                    : '''
        select h.contact_id from happened h left join told t on t.event_id = h.id and t.stored
        group by h.contact_id, h.id having count(t.event_id) <> 1''',
      'a key has not one event'                                     : '''
        select t.contact_id from told t left join event_keys k on k.event_id = t.event_id where t.key is not null
        group by t.contact_id, t.key
        having count(distinct k.event_id) <> 1 or count(k.event_id) <> count(*)
          or count(*) filter (where t.stored) <> 1''',
      'an event without a key was taken for a repeat'               : '''
        select contact_id from told where key is null and not stored''',
      'a key is stored that nobody sent'                            : '''
        select 0 where (select count(*) from event_keys) <> (select count(distinct key) from told)''',
      'an event enrolled twice'                                     : '''
        select contact_id from enrolled group by contact_id, event_id having count(*) > 1''',
      'an event enrolled although an enrolment was live, or did not': '''
        select t.contact_id from happened t
        where t.name = 'race.began'
          and exists (select from enrolled e where e.contact_id = t.contact_id and e.event_id = t.id)
            = exists (select from enrolled e where e.contact_id = t.contact_id and e.event_id < t.id
                and (e.tx > t.tx or e.tx = t.tx and e.left_by > t.id))''',
      'a journal is not whole'                                      : '''
        select e.contact_id from enrolled e left join segments s on s.run_id = e.id
        group by e.contact_id, e.id, e.waits, e.status, e.tx
        having count(s.run_id) <> coalesce(max(s.segment) + 1, 0) or max(s.tx) > e.tx
          or case e.status when 'completed' then count(s.run_id) <> e.waits + 1 else count(s.run_id) > e.waits end''',
      'a wait did not end once'                                     : '''
        select coalesce(contact_id, 0) from segments
        where contact_id is null or jsonb_array_length(ends) <> (segment > 0)::int
          or jsonb_array_length(opens) <> (segment < waits)::int''',
      'an event ended two waits'                                    : '''
        select contact_id from waits where matched is not null group by contact_id, matched having count(*) > 1''',
      'a wait was not ended by the first event that could'          : '''
        select w.contact_id from waits w where w.matched <> ''' + FIRST,
      'a wait was ended by an event that could not'                 : '''
        select w.contact_id from waits w where w.matched is not null and ''' + FIRST + ' is null',
      'a wait timed out although its event was there'               : '''
        select w.contact_id from waits w
        where w.ended is not null and w.matched is null and ''' + FIRST + ' is not null',
      'a wait timed out too early'                                  : '''
        select w.contact_id from waits w join enrolled e on e.id = w.run_id
        left join waits n on n.run_id = w.run_id and n.turn = w.turn + 1
        where w.ended is not null and w.matched is null
          and w.deadline > coalesce(n.started, (extract(epoch from e.ended_at - '2025-01-01Z') * 1000)::int8)''',
      'an enrolment outlived an event that ends it'                 : '''
        select e.contact_id from enrolled e join happened x on x.contact_id = e.contact_id
        where x.name = 'race.left' and x.id > e.event_id and x.tx < e.tx''',
      'a cancel ended something else than it said'                  : '''
        select coalesce(e.contact_id, 0) from enrolled e full join cancels c on c.enrolment = e.id
        where e.id is null or c.enrolment is not null or e.reason like 'cancelled by %'
        group by e.contact_id, e.id, e.reason
        having count(*) filter (where c.status = 200) <> (e.reason like 'cancelled by %' is true)::int
          or bool_or(c.status not in (200, 409))'''
  ]

  /** What happened how often. */
  private static final String KINDS = '''
    select
      count(*) filter (where h.tx > w.opened) as "woken by ingest",
      count(*) filter (where h.tx < w.opened) as "woken by the scan at arming",
      count(*) filter (where h.tx < w.opened and w.turn > 0) as "woken by an event between two steps",
      count(*) filter (where w.ended is not null and w.matched is null) as "timed out",
      count(*) filter (where w.ended is null) as "ended while it waited",
      (select count(*) from enrolled where left_by is not null and tx > began) as "exited by a later batch",
      (select count(*) from enrolled where left_by is not null and tx = began) as "exited by its own batch",
      (select count(*) from cancels where status = 200) as "cancelled",
      (select count(*) from cancels where status = 409) as "cancelled too late",
      (select count(*) from enrolled where status = 'completed') as "completed",
      (select count(*) from happened t where t.name = 'race.began'
        and not exists (select from enrolled e where e.contact_id = t.contact_id and e.event_id = t.id))
        as "not admitted",
      (select count(*) from told where not stored) as "repeated"
    from waits w left join happened h on h.contact_id = w.contact_id and h.id = w.matched
    '''

  private static final String TIMELINE = '''
    select t.tx || ' ' || t.what from (
      select h.tx, h.id, concat_ws(' ', 'event', h.id, h.name, h.props::text) as what
      from happened h where h.contact_id = CONTACT
      union all
      select j.xmin::text::int8, a.id, concat_ws(' ', 'segment', j.segment, 'of', a.id, j.entries)
      from all_enrolments a join journal j on j.run_id = a.id where a.contact_id = CONTACT
      union all
      select e.tx, e.id, concat_ws(' ', 'enrolment', e.id, 'by', e.event_id, e.status, e.reason)
      from enrolled e where e.contact_id = CONTACT
      union all
      select r.xmin::text::int8, r.id, concat_ws(' ', 'live enrolment', r.id, 'due', r.due_at, r.blocked)
      from runs r where r.subject = CONTACT) t
    order by t.tx, t.id
    '''

  private final Connection connection

  RaceChecker(Connection connection) {
    this.connection = connection
  }

  long live() {
    column('select count(*) from runs')[0] as long
  }

  long blocked() {
    column('select count(*) from runs where blocked is not null')[0] as long
  }

  /** Takes what was answered, and reads what is stored. */
  void read(RaceTraffic traffic) {
    run('create unlogged table said(contact text, name text, key text, event_id int8, stored bool)')
    run('create unlogged table cancels(enrolment int8, status int)')
    StringBuilder said = new StringBuilder()
    for (Told told : traffic.told) {
      said << told.contact() << '\t' << told.deed().name() << '\t' << (told.deed().key() ?: '\\N') << '\t'
      said << told.eventId() << '\t' << told.stored() << '\n'
    }
    copy('said', said)
    StringBuilder cancels = new StringBuilder()
    traffic.cancelled.each { cancels << it.enrolment() << '\t' << it.status() << '\n' }
    copy('cancels', cancels)
    run(TABLES)
  }

  Map<String, Long> kinds() {
    Map<String, Long> kinds = [:]
    connection.createStatement().withCloseable {
      ResultSet row = it.executeQuery(KINDS)
      row.next()
      (1..row.metaData.columnCount).each { int n -> kinds[row.metaData.getColumnName(n)] = row.getLong(n) }
    }
    kinds
  }

  /** What is wrong: of each kind, how often, and one contact with its plan and all that happened to it. */
  List<String> wrong() {
    WRONG.collectMany { String what, String query ->
      List<String> contacts = column(query)
      contacts ? ["$what, of ${contacts.size()}; ${timeline(contacts[0])}".toString()] : []
    }
  }

  private String timeline(String contact) {
    List<String> names = column("select value from contact_keys where kind = 1 and contact_id = $contact")
    if (!names) {
      return "contact $contact"
    }
    RacePlan plan = new RacePlan(names[0].substring(1) as long)
    "seed $plan.seed:\n$plan\n${column(TIMELINE.replace('CONTACT', contact)).join('\n')}"
  }

  private List<String> column(String query) {
    connection.createStatement().withCloseable {
      ResultSet rows = it.executeQuery(query)
      List<String> values = []
      while (rows.next()) {
        values << rows.getString(1)
      }
      values
    }
  }

  private void run(String statement) {
    connection.createStatement().withCloseable { it.execute(statement) }
  }

  private void copy(String table, StringBuilder lines) {
    connection.unwrap(PGConnection).copyAPI.copyIn("copy $table from stdin", new StringReader(lines.toString()))
  }

  @Override
  void close() {
    connection.close()
  }
}
