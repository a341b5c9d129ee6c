package dev.sojourn.runtime.app;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.config.Environment;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds all mails back, lets them go, or says which of both it is. */
@Command(
    name = "sends",
    description = {
      "Holds all mails back in all processes, as after restoring a backup, and lets them go again.",
      "Asks the service at $SOJOURN_URL with $SOJOURN_ADMIN_KEY, or the one of 'dev'."
    },
    mixinStandardHelpOptions = true)
final class SendsCommand implements Runnable {
  private static final String HOLD = "/v1/admin/sends/hold";

  private final Map<String, String> environment;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  SendsCommand() {
    this(Environment.variables());
  }

  SendsCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(line().commandLine(), "which? One of: hold, release, status");
  }

  @Command(description = "Nothing goes out from now on, until 'sends release'.")
  int hold() {
    Remote remote = Remote.of(environment);
    return told(remote, remote.post(HOLD));
  }

  @Command(description = "What is due goes out again, the oldest first.")
  int release() {
    Remote remote = Remote.of(environment);
    return told(remote, remote.post("/v1/admin/sends/release"));
  }

  @Command(description = "Whether mails are held, since when and by whom.")
  int status() {
    Remote remote = Remote.of(environment);
    return told(remote, remote.get(HOLD, "application/json"));
  }

  private int told(Remote remote, HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw remote.refusal(answer);
    }
    line().commandLine().getOut().println(json ? answer.body().strip() : text(answer.body()));
    return 0;
  }

  private static String text(String body) {
    return Json.read(body) instanceof Map<?, ?> fields && Boolean.TRUE.equals(fields.get("held"))
        ? "mails are held since %s by '%s'".formatted(fields.get("since"), fields.get("by"))
        : "mails go out";
  }

  private CommandSpec line() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    return spec;
  }
}
