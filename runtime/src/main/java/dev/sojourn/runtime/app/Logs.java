package dev.sojourn.runtime.app;

import ch.qos.logback.classic.Level;
import dev.sojourn.runtime.telemetry.LogKey;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of the process: one sink for all libraries, one level from the settings. */
final class Logs {
  /** {@code http} is what INFO is, and tells each request besides. */
  private static final Map<String, Level> LEVELS =
      Map.of(
          "error", Level.ERROR,
          "warn", Level.WARN,
          "info", Level.INFO,
          "http", Level.INFO,
          "debug", Level.DEBUG);

  private Logs() {}

  static void open(String level) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(LEVELS.getOrDefault(level, Level.INFO));
      root.getLoggerContext()
          .getLogger(LogKey.REQUESTS)
          .setLevel(level.equals("http") ? Level.DEBUG : null);
    }
  }
}
