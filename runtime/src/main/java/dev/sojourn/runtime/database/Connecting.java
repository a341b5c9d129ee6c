package dev.sojourn.runtime.database;

import dev.sojourn.runtime.config.DatabaseUrl;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.Map;

/** How connections are made: statement cache, pipelining, time-outs, and the plans of hot lanes. */
final class Connecting {
  /**
   * A generic plan made while a table was empty would scan it for ever, and a chosen one hashes a
   * large table to find a few rows; so nothing but index plans. No statement joins two CTEs.
   */
  private static final Map<String, String> HOT_PLANS =
      Map.of(
          "plan_cache_mode", "force_generic_plan",
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off",
          "enable_bitmapscan", "off",
          "jit", "off");

  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(30);

  private Connecting() {}

  /**
   * A server that vanished without a word, as one whose machine lost its power, is noticed: by what
   * is not acknowledged within half a minute where the transport can tell, and when idle by probes.
   */
  static NetClientOptions sockets() {
    return new NetClientOptions()
        .setTcpKeepAlive(true)
        .setTcpUserTimeout((int) UNACKNOWLEDGED.toMillis());
  }

  /** The pool serves the engine's reads too: set-based look-ups of a few rows in large tables. */
  static PgConnectOptions pooled(DatabaseUrl url) {
    PgConnectOptions options = options(url, "sojourn");
    HOT_PLANS.forEach(options::addProperty);
    return options;
  }

  static PgConnectOptions lane(DatabaseUrl url) {
    PgConnectOptions options = options(url, "sojourn lane");
    HOT_PLANS.forEach(options::addProperty);
    return options;
  }

  static PgConnectOptions listener(DatabaseUrl url) {
    return options(url, "sojourn listener");
  }

  private static PgConnectOptions options(DatabaseUrl url, String name) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(url.socketDirectory().orElse(url.host()))
            .setPort(url.port())
            .setDatabase(url.name())
            .setUser(url.user())
            .setSslMode(
                url.socketDirectory().isPresent() ? SslMode.DISABLE : SslMode.of(url.sslMode()))
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(256)
            .setPreparedStatementCacheSqlLimit(16_384)
            .setPipeliningLimit(256)
            .setReconnectAttempts(0)
            .addProperty("application_name", name)
            .addProperty("statement_timeout", "30s")
            .addProperty("idle_in_transaction_session_timeout", "60s");
    url.password().ifPresent(options::setPassword);
    if (options.getSslMode() != SslMode.DISABLE) {
      boolean verified = url.sslMode().startsWith("verify");
      options.setSslOptions(
          new ClientSSLOptions()
              .setTrustAll(!verified)
              .setHostnameVerificationAlgorithm(
                  url.sslMode().equals("verify-full") ? "HTTPS" : ""));
    }
    return options;
  }
}
