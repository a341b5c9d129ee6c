package dev.sojourn.core.webhook;

import dev.sojourn.core.replay.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of destinations that come with the house, and the requests that tell them. */
public enum Presets {
  /** PostHog's capture: {@code config.apiKey}, {@code config.host}. */
  POSTHOG,
  /** Segment's track: {@code config.writeKey}. */
  SEGMENT,
  /** An incoming webhook of Slack: its URL is the endpoint's. */
  SLACK;

  private static final String POSTHOG_HOST = "https://us.i.posthog.com";
  private static final String SEGMENT_URL = "https://api.segment.io/v1/track";

  /** A request with a JSON body. */
  public record Outgoing(String url, Map<String, String> headers, String body) {}

  /** The name of the kind, such as {@code posthog}. */
  public String kind() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What an endpoint of the kind has to say in its {@code config}. */
  public List<String> needs() {
    return switch (this) {
      case POSTHOG -> List.of("apiKey");
      case SEGMENT -> List.of("writeKey");
      case SLACK -> List.of();
    };
  }

  /**
   * The request that tells a message.
   *
   * @param url the endpoint's
   */
  public Outgoing of(Message message, String url, Map<String, ? extends @Nullable Object> config) {
    return switch (this) {
      case POSTHOG -> posthog(message, config);
      case SEGMENT -> segment(message, config);
      case SLACK -> new Outgoing(url, Map.of(), Json.write(Map.of("text", line(message))));
    };
  }

  /** Whom a message is about, by the name that analytics know. */
  private static String who(Message message) {
    for (var name : List.of("externalId", "userId", "email", "userEmail", "to", "id")) {
      if (message.data().get(name) instanceof String text && !text.isEmpty()) {
        return text;
      }
    }
    return message.id();
  }

  private static Outgoing posthog(Message message, Map<String, ? extends @Nullable Object> config) {
    var properties = new LinkedHashMap<String, @Nullable Object>(message.data());
    properties.put("$lib", "sojourn");
    properties.put("$insert_id", message.id());
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("api_key", config.get("apiKey"));
    body.put("event", message.type());
    body.put("distinct_id", who(message));
    body.put("timestamp", message.timestamp());
    body.put("properties", properties);
    var host = config.get("host") instanceof String said ? said : POSTHOG_HOST;
    return new Outgoing(host.replaceAll("/+$", "") + "/capture/", Map.of(), Json.write(body));
  }

  private static Outgoing segment(Message message, Map<String, ? extends @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("userId", who(message));
    body.put("event", message.type());
    body.put("properties", message.data());
    body.put("timestamp", message.timestamp());
    body.put("messageId", message.id());
    var login = (config.get("writeKey") + ":").getBytes(StandardCharsets.UTF_8);
    var headers = Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    return new Outgoing(SEGMENT_URL, headers, Json.write(body));
  }

  /** One line, in which nothing that a person wrote is a link or a mention. */
  private static String line(Message message) {
    var text = message.type() + ": " + who(message);
    for (var name : List.of("templateKey", "journeyName", "linkUrl", "bounceReason")) {
      if (message.data().get(name) instanceof String said) {
        text += " · " + said;
      }
    }
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
