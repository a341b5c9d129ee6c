package dev.sojourn.runtime.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The ports on which this machine reaches the containers, and the settings that name them. */
final class BootstrapPorts {
  private static final int TRIED = 200;

  private BootstrapPorts() {}

  /** A port that a container is reached on. */
  enum Port {
    POSTGRES_PORT("postgres", 5434),
    REDIS_PORT("redis", 6380),
    HATCHET_GRPC_PORT("hatchet", 7077),
    HATCHET_PORT("hatchet", 8888);

    private final String service;
    private final int usual;

    Port(String service, int usual) {
      this.service = service;
      this.usual = usual;
    }

    /** The number that a file of settings gives it. */
    int of(EnvFile env) {
      return of(env.values());
    }

    private int of(Map<String, String> settings) {
      String value = settings.getOrDefault(name(), "" + usual);
      if (!value.matches("[1-9]\\d{0,4}") || Integer.parseInt(value) > 65_535) {
        throw new NotStarted(
            ".env: " + name() + " '" + value + "' is not a port; expected 1 to 65535", null);
      }
      return Integer.parseInt(value);
    }
  }

  /**
   * What must change in the settings: ports that others have, and addresses that are missing or
   * name a port of before. An address of the operator's own stays.
   *
   * @param running the services whose containers run, and so have their ports themselves
   */
  static Map<String, String> changes(Map<String, String> settings, Set<String> running) {
    Map<String, String> changed = new LinkedHashMap<>(settings);
    Set<Integer> chosen = new HashSet<>();
    for (Port port : Port.values()) {
      int wanted = port.of(settings);
      int found = running.contains(port.service) ? wanted : free(wanted, chosen);
      chosen.add(found);
      changed.put(port.name(), "" + found);
    }
    Map<String, String> before = addresses(settings);
    addresses(changed)
        .forEach(
            (name, address) -> {
              String now = settings.getOrDefault(name, "");
              if (now.isEmpty() || now.equals(before.get(name))) {
                changed.put(name, address);
              }
            });
    changed.entrySet().removeAll(settings.entrySet());
    return changed;
  }

  private static Map<String, String> addresses(Map<String, String> settings) {
    return Map.of(
        "DATABASE_URL",
        "postgresql://sojourn:%s@127.0.0.1:%d/sojourn"
            .formatted(
                settings.getOrDefault("POSTGRES_PASSWORD", ""), Port.POSTGRES_PORT.of(settings)),
        "REDIS_URL",
        "redis://127.0.0.1:" + Port.REDIS_PORT.of(settings),
        "HATCHET_CLIENT_HOST_PORT",
        "localhost:" + Port.HATCHET_GRPC_PORT.of(settings),
        "HATCHET_CLIENT_SERVER_URL",
        "http://localhost:" + Port.HATCHET_PORT.of(settings));
  }

  private static int free(int wanted, Set<Integer> chosen) {
    for (int port = wanted; port < wanted + TRIED && port <= 65_535; port++) {
      if (!chosen.contains(port) && isFree(port)) {
        return port;
      }
    }
    throw new NotStarted("no port is free from " + wanted + " on; stop what has them", null);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
