package dev.sojourn.runtime.http;

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
 */
public record HttpConfig(
    String host,
    int port,
    int loops,
    int bodyLimit,
    Duration bodyPatience,
    Duration idle,
    boolean production,
    String version) {
  private static final int MEGABYTE = 1 << 20;

  /** The defaults on a port: all addresses, a loop for each core, bodies of 1 MB within 10 s. */
  public static HttpConfig of(int port, boolean production, String version) {
    return new HttpConfig(
        "0.0.0.0",
        port,
        Math.max(1, Runtime.getRuntime().availableProcessors()),
        MEGABYTE,
        Duration.ofSeconds(10),
        Duration.ofSeconds(75),
        production,
        version);
  }
}
