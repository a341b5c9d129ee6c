package dev.sojourn.runtime.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of the operator's files.
 *
 * @param directory where they lie ({@code SOJOURN_BUNDLE}, default the working directory)
 * @param publishes whether what lies there becomes the active set; else the process follows the one
 *     in the database
 * @param dev whether file events are watched beside the poll
 * @param pollInterval how often the files are compared ({@code SCRIPTS_POLL_INTERVAL}, default 10
 *     s; 1 s in {@code dev})
 */
public record BundleConfig(Path directory, boolean publishes, boolean dev, Duration pollInterval) {
  static BundleConfig from(Settings settings, Mode mode) {
    Path directory = Path.of(settings.text("SOJOURN_BUNDLE", "")).toAbsolutePath().normalize();
    if (!Files.isDirectory(directory)) {
      settings.problem("SOJOURN_BUNDLE", "'" + directory + "' is not a directory");
    }
    boolean dev = mode == Mode.DEV;
    Duration interval =
        settings.duration("SCRIPTS_POLL_INTERVAL", Duration.ofSeconds(dev ? 1 : 10));
    if (interval.compareTo(Duration.ofMillis(100)) < 0) {
      settings.problem("SCRIPTS_POLL_INTERVAL", "is shorter than 100ms");
    }
    return new BundleConfig(directory, dev || mode == Mode.ALL, dev, interval);
  }
}
