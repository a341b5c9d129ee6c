package dev.sojourn.runtime.outbound;

import dev.sojourn.core.report.Signatures;
import dev.sojourn.core.webhook.Message;
import dev.sojourn.core.webhook.Presets;
import dev.sojourn.dsl.provider.DestinationFile;
import dev.sojourn.dsl.provider.MessageView;
import dev.sojourn.runtime.config.OutboundConfig;
import dev.sojourn.runtime.outside.Answer;
import dev.sojourn.runtime.outside.Ask;
import dev.sojourn.runtime.outside.Reach;
import dev.sojourn.runtime.thread.TimedThreads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of endpoints, and what one of each is asked so that it is told a message. */
final class Kinds {
  private final TimedThreads threads;
  private final Map<String, Presets> presets;
  private final Supplier<Map<String, DestinationFile>> scripted;
  private final Reach reach;

  /** Kinds by the settings, and those of the operator's own, which may change at any time. */
  Kinds(Vertx vertx, OutboundConfig config, Supplier<Map<String, DestinationFile>> scripted) {
    this.threads = TimedThreads.ofFiles(vertx, "sojourn-destinations");
    this.presets = config.presets().stream().collect(Collectors.toMap(Presets::kind, one -> one));
    this.scripted = scripted;
    this.reach = config.privateTargets() ? Reach.ANYWHERE : Reach.PUBLIC;
  }

  /** Where endpoints may be. */
  Reach reach() {
    return reach;
  }

  /** Refuses a target that is of no kind, or lacks what its kind needs. */
  void check(Endpoint.Target target) {
    var kind = target.kind();
    var preset = presets.get(kind);
    if (preset == null && !target.isSigned() && !scripted.get().containsKey(kind)) {
      var known = new TreeSet<>(presets.keySet());
      known.addAll(scripted.get().keySet());
      known.add(Endpoint.Target.WEBHOOK);
      throw new Wish.Refused("kind: '" + kind + "' is not one of " + String.join(", ", known));
    }
    for (var name : preset == null ? List.<String>of() : preset.needs()) {
      if (target.config().getOrDefault(name, "").isEmpty()) {
        throw new Wish.Refused("config." + name + ": is missing; kind '" + kind + "' needs it");
      }
    }
  }

  /**
   * What an endpoint is asked; empty where its kind is not told such a message. Fails if its kind
   * cannot say.
   *
   * @param id the message's, such as {@code msg_019a…}
   */
  Future<Optional<Ask>> ask(Endpoint endpoint, String id, String body, Instant now) {
    var target = endpoint.target();
    var preset = presets.get(target.kind());
    var file = scripted.get().get(target.kind());
    if (target.isSigned()) {
      return Future.succeededFuture(Optional.of(signed(endpoint, id, body, now)));
    }
    if (preset != null) {
      var outgoing = preset.of(Message.of(body), endpoint.url(), target.config());
      return Future.succeededFuture(
          Optional.of(
              Ask.post(
                  URI.create(outgoing.url()),
                  reach,
                  outgoing.headers(),
                  "application/json",
                  outgoing.body())));
    }
    if (file == null) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "kind '"
                  + target.kind()
                  + "' is not there any more; put its file back, or switch"
                  + " its preset on"));
    }
    return threads.run(named(target), () -> asked(file, endpoint, body));
  }

  /** Whether an answer of success has taken the message. */
  Future<Boolean> accepts(Endpoint endpoint, Answer answer) {
    var file = scripted.get().get(endpoint.target().kind());
    return file == null
        ? Future.succeededFuture(true)
        : threads.run(named(endpoint.target()), () -> file.accepts(answer));
  }

  private static String named(Endpoint.Target target) {
    return "destination '" + target.kind() + "'";
  }

  private Ask signed(Endpoint endpoint, String id, String body, Instant now) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var secrets = endpoint.secret().inForce(now);
    if (secrets.isEmpty()) {
      throw new IllegalStateException("endpoint " + endpoint.id() + " has no secret to sign with");
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("Webhook-Id", id);
    headers.put("Webhook-Timestamp", String.valueOf(now.getEpochSecond()));
    headers.put(
        "Webhook-Signature",
        secrets.stream()
            .map(secret -> Signatures.sign(secret, id, now, bytes))
            .collect(Collectors.joining(" ")));
    return new Ask("POST", URI.create(endpoint.url()), reach, headers, Buffer.buffer(bytes));
  }

  private Optional<Ask> asked(DestinationFile file, Endpoint endpoint, String body) {
    return file.request(new View(Message.of(body)), endpoint.url(), endpoint.target().config())
        .map(request -> Ask.of(request, reach));
  }

  /** A message as a file sees it. */
  private record View(Message message) implements MessageView {
    @Override
    public String getId() {
      return message.id();
    }

    @Override
    public String getType() {
      return message.type();
    }

    @Override
    public String getTimestamp() {
      return message.timestamp();
    }

    @Override
    public Map<String, @Nullable Object> getData() {
      return message.data();
    }
  }
}
