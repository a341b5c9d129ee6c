package dev.sojourn.runtime.http;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/**
 * The settings of the HTTP side.
 *
 * @param host the address to listen on; {@code 0.0.0.0} for all
 * @param port the port; 0 for any that is free
 * @param loops event loops that take requests, each with a connection of its own to the database
 * @param bodyLimit the largest body in bytes
 * @param bodyPatience how long a body may take to arrive
 * @param idle after which a connection without traffic is closed
 * @param production whether answers keep the details of our own faults to themselves
 * @param version what health says is running
 * @param withheld what health says is held back
 */
public record HttpConfig(
    String host,
    int port,
    int loops,
    int bodyLimit,
    Duration bodyPatience,
    Duration idle,
    boolean production,
    String version,
    Withheld withheld) {
  private static final int MEGABYTE = 1 << 20;

  /** Shared by the servers of all loops, which a port of 0 would not be. */
  private static final int ANY_SHARED_PORT = -1;

  /** The defaults on a port: all addresses, a loop for each core, bodies of 1 MB within 10 s. */
  public static HttpConfig of(int port, boolean production, String version, Withheld withheld) {
    return new HttpConfig(
        "0.0.0.0",
        port,
        Math.max(1, Runtime.getRuntime().availableProcessors()),
        MEGABYTE,
        Duration.ofSeconds(10),
        Duration.ofSeconds(75),
        production,
        version,
        withheld);
  }

  /** A server of one event loop. */
  HttpServerOptions server() {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port == 0 ? ANY_SHARED_PORT : port)
        .setIdleTimeout((int) idle.toSeconds())
        .setMaxHeaderSize(16 * 1024)
        .setMaxInitialLineLength(8 * 1024)
        .setTcpNoDelay(true)
        .setTcpFastOpen(false)
        .setReusePort(false);
  }
}
