package dev.sojourn.runtime.app;

import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.config.Environment;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the keys of a service, makes and revokes them. */
@Command(
    name = "keys",
    description = {
      "Lists API keys, makes and revokes them.",
      "Asks the service at $SOJOURN_URL with $SOJOURN_ADMIN_KEY, or the one of 'dev'."
    },
    mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {
  private static final String PATH = "/v1/admin/api-keys";

  private final Map<String, String> environment;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  KeysCommand() {
    this(Environment.variables());
  }

  KeysCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(line().commandLine(), "which? One of: list, create, revoke");
  }

  @Command(description = "The newest hundred keys in force, with their ids.")
  int list() {
    Remote remote = Remote.of(environment);
    return told(remote, remote.get(PATH + "?limit=100", "application/json"), KeysCommand::table);
  }

  @Command(description = "Makes a key and shows its text, this once.")
  int create(
      @Parameters(paramLabel = "<name>", description = "what people call it") String name,
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              description = "ingest, ingest-public, read, journey-admin, full-admin")
          List<String> scopes,
      @Option(
              names = "--origin",
              split = ",",
              description = "of the pages that may use it, for ingest-public")
          @Nullable List<String> origins,
      @Option(names = "--expires", description = "an instant, as 2026-12-31T00:00:00Z")
          @Nullable String expires) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("scopes", scopes);
    body.put("allowedOrigins", origins);
    body.put("expiresAt", expires);
    Remote remote = Remote.of(environment);
    return told(
        remote,
        remote.post(PATH, Json.write(body)),
        made -> "%s  %s".formatted(made.get("id"), made.get("key")));
  }

  @Command(description = "Revokes a key, in all processes within two seconds.")
  int revoke(@Parameters(paramLabel = "<id>", description = "as 'keys list' shows") String id) {
    Remote remote = Remote.of(environment);
    return told(remote, remote.delete(PATH + "/" + id), done -> "revoked");
  }

  private int told(Remote remote, HttpResponse<String> answer, Telling telling) {
    if (answer.statusCode() >= 300) {
      throw remote.refusal(answer);
    }
    String text =
        !json && Json.read(answer.body()) instanceof Map<?, ?> fields
            ? telling.text(fields)
            : answer.body().strip();
    line().commandLine().getOut().println(text);
    return 0;
  }

  /** An answer for people. */
  private interface Telling {
    String text(Map<?, ?> answer);
  }

  private static String table(Map<?, ?> answer) {
    List<String> lines = new ArrayList<>();
    if (answer.get("keys") instanceof List<?> keys) {
      for (Object key : keys) {
        if (key instanceof Map<?, ?> one) {
          lines.add(
              "%s  %s…  %s  %s"
                  .formatted(
                      one.get("id"), one.get("keyPrefix"), one.get("scopes"), one.get("name")));
        }
      }
    }
    return lines.isEmpty() ? "no keys" : String.join("\n", lines);
  }

  private CommandSpec line() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    return spec;
  }
}
