package dev.sojourn.runtime.contact;

import dev.sojourn.runtime.contact.ContactPage.Mark;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of lists of contacts. */
final class ContactListStore {
  /** The column behind those of a contact. */
  private static final int PLACE = 7;

  private static final String FITTING =
      """
      from contacts c
      where c.tenant = 0 and c.merged_into is null and c.deleted_at is null
        and ($1::text is null or position(lower($1::text) in lower(coalesce(c.email, ''))) > 0
          or position(lower($1::text) in lower(coalesce(c.external_id, ''))) > 0)
        and ($2::bool is null
          or $2::bool = (c.external_id is not null or c.email is not null))
        and ($3::text is null or case jsonb_typeof(c.properties -> $3::text)
          when 'number' then (c.properties ->> $3::text)::numeric >= $4::numeric
          else false end)
      """;

  static final String COUNT = "select count(*) " + FITTING;

  /**
   * A list of all reads the whole table: an index by when somebody was last seen would make each
   * event that moves it dearer. The rest of a row is read of those that are shown alone.
   */
  static final String PAGE =
      """
      select c.id, c.external_id, c.email, c.anonymous_id, c.properties::text, c.first_seen_at,
        c.last_seen_at, coalesce(p.place, to_jsonb(extract(epoch from p.at)))::text
      from (
        select f.id, f.at, f.place
        from (
          select c.id,
            case $5::text when 'LAST_SEEN' then c.last_seen_at
              when 'FIRST_SEEN' then c.first_seen_at end as at,
            case $5::text when 'PROPERTY'
              then coalesce(c.properties -> $6::text, 'null'::jsonb) end as place
      """
          + FITTING
          + """
              ) f
              where $8::text is null or case
                when $5::text = 'PROPERTY' and $7::bool
                  then (f.place, f.id) > ($8::text::jsonb, $9::int8)
                when $5::text = 'PROPERTY' then (f.place, f.id) < ($8::text::jsonb, $9::int8)
                when $7::bool then (f.at, f.id) > ($12::timestamptz, $9::int8)
                else (f.at, f.id) < ($12::timestamptz, $9::int8) end
              order by case when $7::bool then f.at end, case when $7::bool then f.place end,
                case when $7::bool then f.id end, f.at desc, f.place desc, f.id desc
              limit $10::int4 offset $11::int4) p
          join contacts c on c.id = p.id
          order by case when $7::bool then p.at end, case when $7::bool then p.place end,
            case when $7::bool then p.id end, p.at desc, p.place desc, p.id desc
          """;

  /** One range of the primary key. */
  static final String AFTER =
      """
      select c.id, c.external_id, c.email, c.anonymous_id, c.properties::text, c.first_seen_at,
        c.last_seen_at
      from contacts c
      where c.id > $1::int8 and c.tenant = 0 and c.merged_into is null and c.deleted_at is null
        and ($2::text is null or position(lower($2::text) in lower(coalesce(c.email, ''))) > 0
          or position(lower($2::text) in lower(coalesce(c.external_id, ''))) > 0)
      order by c.id
      limit $3::int4
      """;

  private ContactListStore() {}

  static Object[] of(ContactFilter filter) {
    return new @Nullable Object[] {
      filter.search(), filter.identified(), filter.property(), filter.least()
    };
  }

  static @Nullable Mark last(RowSet<Row> rows) {
    Mark last = null;
    for (var row : rows) {
      last = new Mark(row.getString(PLACE), row.getLong(0));
    }
    return last;
  }

  static List<Contact> contacts(RowSet<Row> rows, ContactStore store) {
    var contacts = new ArrayList<Contact>(rows.size());
    rows.forEach(row -> contacts.add(store.contact(row)));
    return contacts;
  }
}
