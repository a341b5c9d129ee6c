package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.Environment;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the running service why a contact did or did not get something. */
@Command(
    name = "why",
    description = {
      "Why a contact did or did not get something: entered, skipped, waiting, left, sent, refused,",
      "near misses. Asks the service at $SOJOURN_URL with $SOJOURN_ADMIN_KEY, or the one of 'dev'."
    },
    mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Parameters(paramLabel = "contact", description = "a user id, an address, or our own id")
  private String contact = "";

  @Option(names = "--journey", paramLabel = "id", description = "only about this journey")
  private @Nullable String journey;

  @Option(
      names = "--mail",
      paramLabel = "template",
      description = "only about this mail, and the journeys that name it")
  private @Nullable String mail;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  WhyCommand() {
    this(Environment.variables());
  }

  WhyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    Remote remote = Remote.of(environment);
    HttpResponse<String> answer = remote.get(path(), json ? "application/json" : "text/plain");
    if (answer.statusCode() != 200) {
      throw remote.refusal(answer);
    }
    spec.commandLine().getOut().println(answer.body().stripTrailing());
    return 0;
  }

  private String path() {
    List<String> query = new ArrayList<>();
    if (journey != null) {
      query.add("journey=" + encoded(journey));
    }
    if (mail != null) {
      query.add("mail=" + encoded(mail));
    }
    String path = "/v1/admin/contacts/" + encoded(contact) + "/why";
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
