package dev.sojourn.runtime.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether the port of the HTTP side can be had, asked before anything is started. */
final class Ports {
  private Ports() {}

  /**
   * The port, or one that is free for 0.
   *
   * @throws NotStarted if somebody has it
   */
  static int available(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port));
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new NotStarted(
          "PORT: " + port + " is taken by another process; stop it or set PORT", e);
    }
  }
}
