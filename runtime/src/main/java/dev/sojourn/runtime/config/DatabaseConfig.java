package dev.sojourn.runtime.config;

/**
 * The settings of the database.
 *
 * @param url where it is ({@code DATABASE_URL}, required outside {@code dev})
 * @param poolMax connections for everything but the hot lanes ({@code DATABASE_POOL_MAX}, 1 to 50,
 *     default 10)
 * @param skipSchemaCheck whether services start on a schema they do not know ({@code
 *     SKIP_SCHEMA_CHECK}, default false)
 */
public record DatabaseConfig(DatabaseUrl url, int poolMax, boolean skipSchemaCheck) {
  /** The defaults over one address. */
  public static DatabaseConfig of(String url) {
    return new DatabaseConfig(DatabaseUrl.parse(url), 10, false);
  }

  static DatabaseConfig from(Settings settings) {
    return new DatabaseConfig(
        settings.required(
            "DATABASE_URL",
            DatabaseUrl.parse("postgresql://none@localhost/none"),
            DatabaseUrl::parse),
        settings.whole("DATABASE_POOL_MAX", 10, 1, 50),
        settings.flag("SKIP_SCHEMA_CHECK", false));
  }
}
