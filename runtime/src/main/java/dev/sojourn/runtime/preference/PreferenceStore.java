package dev.sojourn.runtime.preference;

import dev.sojourn.core.replay.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The SQL of preferences. */
final class PreferenceStore {
  static final String UNSUBSCRIBED =
      """
      select distinct p.contact_id
      from unnest($1::int8[]) u(contact_id)
      join contacts c on c.id = u.contact_id
      join preferences p on p.tenant = c.tenant and p.contact_id = c.id
      where p.unsubscribed_all
      """;

  static final String OF_ADDRESSES =
      """
      select u.n, p.suppressed and p.email = u.email, p.unsubscribed_all, p.categories::text
      from unnest($1::int8[], $2::text[]) with ordinality u(contact_id, email, n)
      left join contacts c on c.id = u.contact_id
      cross join lateral (
        select o.* from preferences o
        where o.tenant = coalesce(c.tenant, 0) and o.contact_id = c.id
        union
        select a.* from preferences a
        where a.tenant = coalesce(c.tenant, 0) and a.email = u.email) p
      """;

  private PreferenceStore() {}

  static Set<Long> ids(RowSet<Row> rows) {
    var ids = new HashSet<Long>();
    rows.forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  static Object[] rows(List<Address> addresses) {
    return new Object[] {
      addresses.stream().map(Address::contactId).toArray(Long[]::new),
      addresses.stream().map(Address::email).toArray(String[]::new)
    };
  }

  static Map<Address, Standing> standings(List<Address> addresses, RowSet<Row> rows) {
    var standings = new HashMap<Address, Standing>();
    addresses.forEach(address -> standings.put(address, Standing.OPEN));
    for (var row : rows) {
      var address = addresses.get(row.getLong(0).intValue() - 1);
      standings.merge(address, standing(row), PreferenceStore::both);
    }
    return standings;
  }

  private static Standing standing(Row row) {
    var categories = new HashMap<String, Boolean>();
    if (Json.read(row.getString(3)) instanceof Map<?, ?> said) {
      said.forEach((category, wanted) -> categories.put(category.toString(), !isNo(wanted)));
    }
    return new Standing(row.getBoolean(1), row.getBoolean(2), categories);
  }

  private static boolean isNo(Object wanted) {
    return Boolean.FALSE.equals(wanted);
  }

  private static Standing both(Standing one, Standing other) {
    var categories = new HashMap<>(one.categories());
    other
        .categories()
        .forEach((category, yes) -> categories.merge(category, yes, Boolean::logicalAnd));
    return new Standing(
        one.suppressed() || other.suppressed(),
        one.unsubscribedAll() || other.unsubscribedAll(),
        categories);
  }
}
