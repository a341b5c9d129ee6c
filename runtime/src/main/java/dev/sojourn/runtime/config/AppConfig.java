package dev.sojourn.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All settings of a process.
 *
 * @param mode what it does
 * @param production whether people depend on it ({@code SOJOURN_ENV} or {@code NODE_ENV} is {@code
 *     production}; default {@code development})
 * @param mintsFirstKey whether an api makes a first key where there is none at all ({@code
 *     SOJOURN_BOOTSTRAP_API_KEY}, default true)
 * @param home where it keeps files of its own ({@code SOJOURN_HOME}, default {@code .sojourn})
 * @param database where the data is
 * @param bundle where the operator's files are
 * @param sources what sources of webhooks may ask for
 * @param email how mails go out
 * @param testMode whether mails go to the house instead
 * @param webhooks how providers that report back prove who they are
 * @param outbound what programs of others are told
 * @param http how it is reached
 * @param operators how people who run it sign in
 * @param tracking what is watched of the readers of mails
 * @param preferences what people choose, and the links by which they do
 * @param keeping how long what is past is kept
 * @param logLevel {@code error warn info http debug} ({@code LOG_LEVEL}, default {@code info})
 * @param engine what runs the journeys
 */
public record AppConfig(
    Mode mode,
    boolean production,
    boolean mintsFirstKey,
    Path home,
    DatabaseConfig database,
    BundleConfig bundle,
    SourceConfig sources,
    EmailConfig email,
    TestModeConfig testMode,
    WebhookConfig webhooks,
    OutboundConfig outbound,
    ServerConfig http,
    OperatorConfig operators,
    TrackingConfig tracking,
    PreferenceConfig preferences,
    KeepingConfig keeping,
    String logLevel,
    EngineConfig engine) {
  /**
   * The settings in an environment. An empty value is none.
   *
   * @throws BadSettings naming everything that is missing or wrong
   */
  public static AppConfig from(Mode mode, Map<String, String> environment) {
    Settings settings = new Settings(environment);
    boolean production =
        settings
            .oneOf("SOJOURN_ENV", "development", List.of("development", "production", "test"))
            .equals("production");
    Path home = Path.of(settings.text("SOJOURN_HOME", ".sojourn")).toAbsolutePath().normalize();
    ServerConfig http =
        ServerConfig.from(settings, production && (mode.hasHttp() || mode.hasWorker()));
    BundleConfig bundle = BundleConfig.from(settings, mode);
    AppConfig config =
        new AppConfig(
            mode,
            production,
            settings.flag("SOJOURN_BOOTSTRAP_API_KEY", true),
            home,
            DatabaseConfig.from(settings),
            bundle,
            SourceConfig.from(settings, production),
            EmailConfig.from(settings, home, bundle.directory(), production && mode.hasWorker()),
            TestModeConfig.from(settings),
            WebhookConfig.from(settings),
            OutboundConfig.from(settings, production),
            http,
            OperatorConfig.from(settings, http.publicUrl()),
            TrackingConfig.from(settings, http.publicUrl()),
            PreferenceConfig.from(settings, production && (mode.hasHttp() || mode.hasWorker())),
            KeepingConfig.from(settings),
            settings.oneOf("LOG_LEVEL", "info", List.of("error", "warn", "info", "http", "debug")),
            EngineConfig.from(settings));
    if (!settings.problems().isEmpty()) {
      throw new BadSettings(settings.problems());
    }
    return config;
  }

  /** The settings without secrets. */
  @Override
  public String toString() {
    return "AppConfig[mode="
        + mode.command()
        + ", production="
        + production
        + ", mintsFirstKey="
        + mintsFirstKey
        + ", home="
        + home
        + ", "
        + database
        + ", "
        + bundle
        + ", "
        + sources
        + ", "
        + email
        + ", "
        + testMode
        + ", "
        + webhooks
        + ", "
        + outbound
        + ", "
        + http
        + ", "
        + operators
        + ", "
        + tracking
        + ", "
        + preferences
        + ", "
        + keeping
        + ", logLevel="
        + logLevel
        + ", engine="
        + engine
        + "]";
  }
}
