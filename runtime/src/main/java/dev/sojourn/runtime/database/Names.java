package dev.sojourn.runtime.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Interned names: the small numbers that stand for tasks and event names in hot tables. A number
 * never changes, so it is remembered. Safe for all threads.
 */
public final class Names {
  private static final int REMEMBERED = 100_000;

  private static final String FIND =
      "select id, name from names where kind = $1::text and name = any($2::text[])";

  /** The losers of a race find the winner's row in a later statement. */
  private static final String ADD =
      """
      insert into names(kind, name)
      select $1::text, u.name from unnest($2::text[]) u(name) order by u.name
      on conflict do nothing
      """;

  private static final String NAMES =
      "select id, name from names where kind = $1::text and id = any($2::int4[])";

  private static final String ALL = "select id, name from names where kind = $1::text";

  private final Pool pool;
  private final Cache<Key, Integer> numbers;
  private final Cache<Integer, String> names;

  Names(Pool pool) {
    this(pool, REMEMBERED);
  }

  /** What weighs nothing is never forgotten: tasks are few, the names of events are a sender's. */
  Names(Pool pool, int events) {
    this.pool = pool;
    this.numbers =
        Caffeine.newBuilder()
            .maximumWeight(events)
            .weigher((Key key, Integer number) -> key.kind().equals("event") ? 1 : 0)
            .build();
    this.names = Caffeine.newBuilder().maximumSize(events).build();
  }

  /** The numbers of these names; names that are new get one, in a transaction of its own. */
  public Future<Map<String, Integer>> intern(String kind, Collection<String> wanted) {
    Map<String, Integer> found = new HashMap<>();
    return complete(kind, found, remembered(kind, wanted, found));
  }

  /** The numbers of those of these names that have one; none is made. */
  public Future<Map<String, Integer>> known(String kind, Collection<String> names) {
    Map<String, Integer> found = new HashMap<>();
    return find(kind, found, remembered(kind, names, found)).map(all -> found);
  }

  /** The number of a name, or 0, which none has; none is made. */
  public Future<Integer> number(String kind, String name) {
    return known(kind, List.of(name)).map(known -> known.getOrDefault(name, 0));
  }

  /** All names of a kind that any process has met. */
  public Future<Set<String>> all(String kind) {
    return asked(ALL, kind)
        .map(
            rows -> {
              Set<String> all = new LinkedHashSet<>();
              rows.forEach(row -> all.add(row.getString("name")));
              return all;
            });
  }

  /** Puts those this process remembers into {@code found}; answers the others. */
  private Set<String> remembered(
      String kind, Collection<String> wanted, Map<String, Integer> found) {
    Set<String> missing = new LinkedHashSet<>();
    for (String name : wanted) {
      Integer number = cached(kind, name);
      if (number == null) {
        missing.add(name);
      } else {
        found.put(name, number);
      }
    }
    return missing;
  }

  /**
   * The number of a name if this process has met it; null says nothing. That of a task it has met
   * stays known.
   */
  public @Nullable Integer cached(String kind, String name) {
    return numbers.getIfPresent(new Key(kind, name));
  }

  /** The names behind these numbers; a number of another kind has none. */
  public Future<Map<Integer, String>> names(String kind, Collection<Integer> wanted) {
    Map<Integer, String> found = new HashMap<>();
    Set<Integer> missing = new LinkedHashSet<>();
    for (Integer number : wanted) {
      String name = names.getIfPresent(number);
      if (name != null && number.equals(cached(kind, name))) {
        found.put(number, name);
      } else {
        missing.add(number);
      }
    }
    if (missing.isEmpty()) {
      return Future.succeededFuture(found);
    }
    return asked(NAMES, kind, missing.toArray(Integer[]::new))
        .map(
            rows -> {
              rows.forEach(row -> found.put(row.getInteger("id"), remember(kind, row)));
              return found;
            });
  }

  private Future<Map<String, Integer>> complete(
      String kind, Map<String, Integer> found, Set<String> missing) {
    if (missing.isEmpty()) {
      return Future.succeededFuture(found);
    }
    return find(kind, found, missing)
        .compose(known -> missing.isEmpty() ? Future.succeededFuture() : add(kind, missing))
        .compose(added -> find(kind, found, missing))
        .map(all -> found);
  }

  private Future<Void> add(String kind, Set<String> missing) {
    return asked(ADD, kind, missing.toArray(String[]::new)).mapEmpty();
  }

  private Future<Void> find(String kind, Map<String, Integer> found, Set<String> missing) {
    if (missing.isEmpty()) {
      return Future.succeededFuture();
    }
    return asked(FIND, kind, missing.toArray(String[]::new))
        .map(
            rows -> {
              for (Row row : rows) {
                String name = remember(kind, row);
                found.put(name, row.getInteger("id"));
                missing.remove(name);
              }
              return null;
            });
  }

  private Future<RowSet<Row>> asked(String sql, Object... parameters) {
    return pool.preparedQuery(sql)
        .execute(Arguments.of(parameters))
        .recover(error -> Future.failedFuture(Failures.of(error)));
  }

  private String remember(String kind, Row row) {
    String name = row.getString("name");
    numbers.put(new Key(kind, name), row.getInteger("id"));
    names.put(row.getInteger("id"), name);
    return name;
  }

  private record Key(String kind, String name) {}
}
