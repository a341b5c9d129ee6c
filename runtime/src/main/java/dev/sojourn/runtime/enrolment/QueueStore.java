package dev.sojourn.runtime.enrolment;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The SQL of triggers that wait for the end of a live enrolment; {@link EnrolmentStore} ends. */
final class QueueStore {
  /** A later trigger takes the place of an earlier one. */
  static final String ADD =
      """
      insert into queued_triggers(contact_id, journey, key, event_id, tenant)
      select * from unnest($1::int8[], $2::int4[], $3::text[], $4::int8[], $5::int4[])
      on conflict (contact_id, journey, key)
      do update set event_id = greatest(queued_triggers.event_id, excluded.event_id)
      """;

  /** One range of the index for each contact; runs on hot plans. */
  static final String OF_CONTACTS =
      """
      select q.tenant, q.contact_id, n.name, q.key, q.event_id
      from unnest($1::int8[]) u(contact_id)
      join queued_triggers q on q.contact_id = u.contact_id
      join names n on n.id = q.journey
      """;

  /** One look into the index for each contact; runs on hot plans. */
  static final String LAST_EVENTS =
      """
      select u.contact_id, (select max(v.id) from events v where v.contact_id = u.contact_id)
      from unnest($1::int8[]) u(contact_id)
      """;

  /** Which of these events are not such as start a journey by name. */
  static final String GATHERED =
      """
      select e.id from events e join names n on n.id = e.name
      where e.id = any ($1::int8[]) and not starts_with(n.name, $2::text)
      """;

  /** Of two that wait for the same the later one stays. */
  static final String MOVE =
      """
      with gone as (
        delete from queued_triggers where contact_id = $1::int8
        returning *)
      insert into queued_triggers(contact_id, journey, key, event_id, tenant)
      select $2::int8, g.journey, g.key, g.event_id, g.tenant from gone g
      on conflict (contact_id, journey, key)
      do update set event_id = greatest(queued_triggers.event_id, excluded.event_id)
      """;

  static final String FORGET = "delete from queued_triggers where contact_id = any ($1::int8[])";

  private QueueStore() {}

  static Object[] rows(List<QueuedTrigger> triggers, Map<String, Integer> tasks) {
    var sorted =
        triggers.stream()
            .sorted(
                Comparator.comparingLong(QueuedTrigger::contactId)
                    .thenComparing(QueuedTrigger::journeyId)
                    .thenComparing(QueuedTrigger::key))
            .toList();
    return new Object[] {
      sorted.stream().map(QueuedTrigger::contactId).toArray(Long[]::new),
      sorted.stream().map(one -> tasks.get(task(one))).toArray(Integer[]::new),
      sorted.stream().map(QueuedTrigger::key).toArray(String[]::new),
      sorted.stream().map(QueuedTrigger::eventId).toArray(Long[]::new),
      sorted.stream().map(QueuedTrigger::tenant).toArray(Integer[]::new)
    };
  }

  static String task(QueuedTrigger trigger) {
    return JourneyTask.nameOf(trigger.journeyId());
  }

  static List<QueuedTrigger> triggers(RowSet<Row> rows) {
    List<QueuedTrigger> found = new ArrayList<>(rows.size());
    rows.forEach(row -> found.add(trigger(row, JourneyTask.journeyOf(row.getString("name")))));
    return found;
  }

  static QueuedTrigger trigger(Row row, String journeyId) {
    return new QueuedTrigger(
        row.getInteger("tenant"),
        row.getLong("contact_id"),
        journeyId,
        row.getString("key"),
        row.getLong("event_id"));
  }
}
