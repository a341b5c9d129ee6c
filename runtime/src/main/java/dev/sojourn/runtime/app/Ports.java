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
   * @param setting the name of the setting that asks for it
   * @throws NotStarted if somebody has it
   */
  static int available(String setting, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port));
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new NotStarted(
          "%s: '%d' is taken by another process; expected a free port; stop that process or set %s to another"
              .formatted(setting, port, setting),
          e);
    }
  }
}
