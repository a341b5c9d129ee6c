package dev.sojourn.runtime.app;

import dev.sojourn.hatchet.CallConfig;
import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.hatchet.HatchetConfig;
import dev.sojourn.hatchet.HatchetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** The token by which the service is known to the engine in the container. */
final class EngineToken {
  /** The setting that holds it. */
  static final String NAME = "HATCHET_CLIENT_TOKEN";

  /** The tenant that Hatchet makes at its first start. */
  private static final String TENANT = "707d0855-80ab-4e1f-a156-f1c4546cbf52";

  /** A header, claims and a signature. */
  private static final Pattern FORM = Pattern.compile("[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]{10,}");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The words of compose that print a new one, good for a year. */
  static String[] mint() {
    return new String[] {
      "exec",
      "-T",
      "hatchet",
      "/hatchet-admin",
      "token",
      "create",
      "--config",
      "/config",
      "--tenant-id",
      TENANT,
      "--name",
      "sojourn",
      "--expiresIn",
      "8760h"
    };
  }

  /**
   * The token in what was printed.
   *
   * @throws NotStarted if there is none
   */
  static String in(String printed) {
    return printed
        .lines()
        .map(String::strip)
        .filter(line -> FORM.matcher(line).matches())
        .reduce((earlier, later) -> later)
        .orElseThrow(
            () ->
                new NotStarted(
                    "'hatchet-admin token create' printed no token; look at 'docker compose -f"
                        + " docker/compose.yaml logs hatchet'",
                    null));
  }

  /**
   * Why another token is needed; empty if the engine takes the one in the settings.
   *
   * @throws NotStarted if the engine cannot be asked, or is none that will do
   */
  Optional<String> refusal(Map<String, String> settings) {
    if (settings.getOrDefault(NAME, "").isEmpty()) {
      return Optional.of("there was none");
    }
    try {
      HatchetConfig config = HatchetConfig.from(settings);
      CallConfig calls = config.calls().withConnectTimeout(PATIENCE);
      HatchetClient.connect(config.withCalls(calls)).toCompletableFuture().join().close();
      return Optional.empty();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof HatchetException refused) {
        return refusal(refused);
      }
      throw failed;
    } catch (HatchetException refused) {
      return refusal(refused);
    }
  }

  private static Optional<String> refusal(HatchetException refused) {
    String said = String.valueOf(refused.getMessage());
    if (refused.kind() == HatchetException.Kind.TOKEN
        || (refused.kind() == HatchetException.Kind.SETTING && said.contains(NAME))) {
      return Optional.of("the one in .env is refused");
    }
    throw new NotStarted(said, refused);
  }
}
