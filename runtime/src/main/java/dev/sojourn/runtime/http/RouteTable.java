package dev.sojourn.runtime.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every route of the service. To add one: a constant in the table of its kind, its name in the
 * table's list, and {@code routes.add(Table.NAME, this::handler)} where it is answered.
 */
final class RouteTable {
  /** All routes, in the order of the API's document. */
  static final Set<Route> ALL =
      Stream.of(
              DataTable.ALL,
              JourneyTable.ALL,
              ContactTable.ALL,
              PeopleTable.ALL,
              MailTable.ALL,
              OperatorTable.ALL,
              AuthTable.ALL,
              WebhookTable.ALL,
              PublicTable.ALL)
          .flatMap(List::stream)
          .collect(Collectors.toCollection(LinkedHashSet::new));

  private RouteTable() {}
}
