package dev.sojourn.runtime.engine;

/** The SQL on which engine an installation runs its journeys. */
final class ActiveEngineStore {
  static final String RECORD =
      """
      insert into installation(name, value) values ('engine', $1::text)
      on conflict (name) do nothing
      """;

  static final String READ = "select value from installation where name = 'engine'";

  static final String CHANGE =
      """
      insert into installation(name, value) values ('engine', $1::text)
      on conflict (name) do update set value = excluded.value
      """;

  private ActiveEngineStore() {}
}
