package dev.sojourn.runtime.bundle;

import dev.sojourn.core.definition.DefinitionJson;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.LockNumbers;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The SQL of script versions and active sets. */
final class BundleStore {
  // Two numbers: a space of its own, apart from the locks of contacts.
  private static final String LOCK =
      "select pg_advisory_xact_lock(" + LockNumbers.BUNDLE + ", 1)::text";

  private static final String NEWEST =
      """
      select number, members::text as members from active_sets order by number desc limit 1
      """;

  // Looked up first, since a conflict would use up a number.
  private static final String STORE =
      """
      insert into script_versions(hash, kind, id, dsl_level, source, definition, first_seen_at)
      select n.hash, n.kind, n.id, $6::int4, n.source, n.definition::jsonb, $7::timestamptz
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
           as n(hash, kind, id, source, definition)
      where not exists (select from script_versions v where v.hash = n.hash)
      order by n.kind, n.id
      """;

  // The same script laid out anew, so that lines in errors are those of the author's file.
  private static final String LAY_OUT =
      """
      update script_versions v set source = n.source
      from unnest($1::text[], $2::text[]) as n(hash, source)
      where v.hash = n.hash and v.kind not in ('template', 'lists') and v.source <> n.source
      """;

  private static final String NUMBERS =
      "select hash, number from script_versions where hash = any($1::text[])";

  private static final String PUBLISH =
      """
      insert into active_sets(published_at, published_by, members)
      values ($1::timestamptz, $2::text, $3::text::jsonb)
      returning number
      """;

  private static final String VERSIONS =
      """
      select number, kind, id, hash, source, definition::text as definition
      from script_versions where number = any($1::int4[])
      """;

  // Few: only journeys that speak of such events. Live runs may be on any version.
  private static final String OWN_EVENTS =
      """
      select definition::text from script_versions
      where kind = 'journey' and definition::text ~ '"(journey|contact):'
      """;

  private static final String RETIRED_TEMPLATES =
      """
      select distinct on (id) number, kind, id, hash, source, definition::text as definition
      from script_versions
      where kind = 'template' and id <> all($1::text[])
      order by id, number desc
      """;

  private static final String DEFINITIONS =
      """
      select number, definition::text as definition
      from script_versions where kind = 'journey' and number = any($1::int4[])
      """;

  private final Database database;

  BundleStore(Database database) {
    this.database = database;
  }

  /** Lets one publisher at a time go on, until its transaction ends. */
  Future<Void> lock(Tx tx) {
    return tx.run(LOCK).mapEmpty();
  }

  Future<StoredSet> newest(Tx tx) {
    return tx.run(NEWEST).map(BundleStore::storedSet);
  }

  Future<StoredSet> newest() {
    return database.run(NEWEST).map(BundleStore::storedSet);
  }

  /** Stores the versions that are new, and answers the number of each hash. */
  Future<Map<String, Integer>> store(Tx tx, List<Checked> versions, Instant now) {
    var columns = new Columns();
    versions.forEach(columns::add);
    var hashes = columns.hashes.toArray(String[]::new);
    tx.run(
        STORE,
        hashes,
        columns.kinds.toArray(String[]::new),
        columns.ids.toArray(String[]::new),
        columns.sources.toArray(String[]::new),
        columns.definitions.toArray(String[]::new),
        ScriptCompiler.DSL_LEVEL,
        now);
    tx.run(LAY_OUT, hashes, columns.sources.toArray(String[]::new));
    return tx.run(NUMBERS, (Object) hashes).map(BundleStore::numbers);
  }

  Future<Long> publish(Tx tx, Members members, String publisher, Instant now) {
    return tx.run(PUBLISH, now, publisher, members.write())
        .map(rows -> rows.iterator().next().getLong("number"));
  }

  Future<List<StoredVersion>> versions(Collection<Integer> numbers) {
    return numbers.isEmpty()
        ? Future.succeededFuture(List.of())
        : database.run(VERSIONS, (Object) array(numbers)).map(BundleStore::versions);
  }

  /** The newest version of each template but these. */
  Future<List<StoredVersion>> templatesBut(Collection<String> keys) {
    return database
        .run(RETIRED_TEMPLATES, (Object) keys.toArray(String[]::new))
        .map(BundleStore::versions);
  }

  /** The definitions, of any age, in which events of the service's own are named. */
  Future<List<JourneyDefinition>> withOwnEvents() {
    return database
        .run(OWN_EVENTS)
        .map(
            rows -> {
              var definitions = new ArrayList<JourneyDefinition>();
              rows.forEach(row -> definitions.add(DefinitionJson.read(row.getString(0))));
              return definitions;
            });
  }

  Future<Map<Integer, JourneyDefinition>> definitions(Collection<Integer> numbers) {
    return database.run(DEFINITIONS, (Object) array(numbers)).map(BundleStore::definitions);
  }

  private static StoredSet storedSet(RowSet<Row> rows) {
    for (var row : rows) {
      return new StoredSet(row.getLong("number"), Members.read(row.getString("members")));
    }
    return StoredSet.NONE;
  }

  private static Map<String, Integer> numbers(RowSet<Row> rows) {
    var numbers = new HashMap<String, Integer>();
    rows.forEach(row -> numbers.put(row.getString("hash"), row.getInteger("number")));
    return numbers;
  }

  private static List<StoredVersion> versions(RowSet<Row> rows) {
    var versions = new ArrayList<StoredVersion>();
    for (var row : rows) {
      versions.add(
          new StoredVersion(
              row.getInteger("number"),
              Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
              row.getString("id"),
              row.getString("hash"),
              row.getString("source"),
              row.getString("definition")));
    }
    return versions;
  }

  private static Map<Integer, JourneyDefinition> definitions(RowSet<Row> rows) {
    var definitions = new HashMap<Integer, JourneyDefinition>();
    for (var row : rows) {
      definitions.put(row.getInteger("number"), DefinitionJson.read(row.getString("definition")));
    }
    return definitions;
  }

  private static Integer[] array(Collection<Integer> numbers) {
    return numbers.toArray(Integer[]::new);
  }

  /** Versions as columns. */
  private static final class Columns {
    private final List<String> hashes = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final List<String> definitions = new ArrayList<>();

    void add(Checked checked) {
      var version = checked.version();
      if (version != null) {
        hashes.add(version.hash());
        kinds.add(checked.kind().wire());
        ids.add(checked.id());
        sources.add(version.source());
        definitions.add(version.definition());
      }
    }
  }
}
