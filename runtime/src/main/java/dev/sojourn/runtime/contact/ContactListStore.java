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

  static final String PAGE =
      """
      select p.id, p.external_id, p.email, p.anonymous_id, p.properties::text, p.first_seen_at,
        p.last_seen_at, p.place::text
      from (
        select c.*, case $5::text
          when 'LAST_SEEN' then to_jsonb(extract(epoch from c.last_seen_at))
          when 'FIRST_SEEN' then to_jsonb(extract(epoch from c.first_seen_at))
          else coalesce(c.properties -> $6::text, 'null'::jsonb) end as place
      """
          + FITTING
          + """
          ) p
          where $8::text is null or case
            when $7::bool then (p.place, p.id) > ($8::text::jsonb, $9::int8)
            else (p.place, p.id) < ($8::text::jsonb, $9::int8) end
          order by case when $7::bool then p.place end, case when $7::bool then p.id end,
            p.place desc, p.id desc
          limit $10::int4 offset $11::int4
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
