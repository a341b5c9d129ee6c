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
 * @param changelog where the operator's own changes of the schema lie, in {@code client.xml}
 *     ({@code CLIENT_MIGRATIONS_FOLDER}, default {@code changelog/} of the directory); it need not
 *     exist
 * @param journeys those that take new contacts ({@code ENABLED_JOURNEYS}: ids with commas, {@code
 *     *} or {@code none}; default {@code *})
 * @param lists those that there are ({@code ENABLED_LISTS}, likewise)
 */
public record BundleConfig(
    Path directory,
    boolean publishes,
    boolean dev,
    Duration pollInterval,
    Path changelog,
    Chosen journeys,
    Chosen lists) {
  private static final String MIGRATIONS = "CLIENT_MIGRATIONS_FOLDER";

  /** Everything that lies in a directory. */
  public BundleConfig(Path directory, boolean publishes, boolean dev, Duration pollInterval) {
    this(
        directory,
        publishes,
        dev,
        pollInterval,
        directory.resolve("changelog"),
        Chosen.ALL,
        Chosen.ALL);
  }

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
    return new BundleConfig(
        directory,
        dev || mode == Mode.ALL,
        dev,
        interval,
        settings.parsed(MIGRATIONS, BundleConfig::changelog).orElse(directory.resolve("changelog")),
        settings.parsed("ENABLED_JOURNEYS", Chosen::of).orElse(Chosen.ALL),
        settings.parsed("ENABLED_LISTS", Chosen::of).orElse(Chosen.ALL));
  }

  private static Path changelog(String text) {
    Path folder = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isRegularFile(folder.resolve("client.xml"))) {
      throw new IllegalArgumentException("'" + folder + "' holds no file client.xml");
    }
    return folder;
  }
}
