package dev.sojourn.runtime.outbound;

import dev.sojourn.core.webhook.Catalogue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of an endpoint; null is as it was, or as it usually is.
 *
 * @param description empty for none
 * @param config replaces all of it; a value that is shown hidden stays as it was
 */
public record Wish(
    @Nullable String url,
    @Nullable String description,
    @Nullable List<String> eventTypes,
    @Nullable Boolean disabled,
    @Nullable String kind,
    @Nullable Map<String, String> config) {
  private static final int LONGEST_URL = 2_048;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final int LONGEST_CONFIG = 4_096;

  /** An endpoint that cannot be. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** The endpoint that is not there yet, as wanted, without a secret. */
  Endpoint anew(long id, Endpoint.Times times) {
    if (url == null) {
      throw new Refused("url: is missing; say where the endpoint is");
    }
    if (eventTypes == null) {
      throw new Refused("eventTypes: is missing; name at least one");
    }
    var target =
        new Endpoint.Target(
            kind == null ? Endpoint.Target.WEBHOOK : kind, config == null ? Map.of() : config);
    return checked(
        new Endpoint(
            id,
            url,
            described(null),
            target,
            Endpoint.Secret.NONE,
            eventTypes,
            Boolean.TRUE.equals(disabled),
            times));
  }

  /** An endpoint as wanted now; its kind stays. */
  Endpoint over(Endpoint before, Endpoint.Times times) {
    if (kind != null && !kind.equals(before.target().kind())) {
      throw new Refused("kind: stays '" + before.target().kind() + "'; make another endpoint");
    }
    return checked(
        new Endpoint(
            before.id(),
            url == null || url.equals(before.shownUrl()) ? before.url() : url,
            described(before.description()),
            new Endpoint.Target(before.target().kind(), configured(before.target().config())),
            before.secret(),
            eventTypes == null ? before.eventTypes() : eventTypes,
            disabled == null ? before.disabled() : disabled,
            times));
  }

  private @Nullable String described(@Nullable String before) {
    var said = description == null ? before : description;
    return said == null || said.isEmpty() ? null : said;
  }

  private Map<String, String> configured(Map<String, String> before) {
    if (config == null) {
      return before;
    }
    var merged = new LinkedHashMap<String, String>();
    config.forEach(
        (name, value) ->
            merged.put(
                name, value.equals(Endpoint.HIDDEN) ? before.getOrDefault(name, value) : value));
    return merged;
  }

  private static Endpoint checked(Endpoint endpoint) {
    checkUrl(endpoint.url());
    var description = endpoint.description();
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      throw new Refused("description: is longer than " + LONGEST_DESCRIPTION + " characters");
    }
    if (endpoint.eventTypes().isEmpty()) {
      throw new Refused("eventTypes: is empty; name at least one");
    }
    for (var type : endpoint.eventTypes()) {
      if (!Catalogue.types().contains(type)) {
        throw new Refused(
            "eventTypes: '" + type + "' is not one of " + String.join(", ", Catalogue.types()));
      }
    }
    var size = 0;
    for (var entry : endpoint.target().config().entrySet()) {
      size += entry.getKey().length() + entry.getValue().length();
    }
    if (size > LONGEST_CONFIG) {
      throw new Refused("config: is longer than " + LONGEST_CONFIG + " characters");
    }
    return endpoint;
  }

  private static void checkUrl(String url) {
    if (url.length() > LONGEST_URL) {
      throw new Refused("url: is longer than " + LONGEST_URL + " characters");
    }
    try {
      var at = new URI(url);
      if (at.getHost() != null
          && at.getRawUserInfo() == null
          && String.valueOf(at.getScheme()).matches("https?")) {
        return;
      }
    } catch (URISyntaxException unreadable) {
      // falls through to the one sentence that says what is expected
    }
    throw new Refused("url: '" + url.split("\\?", 2)[0] + "' is not of the form https://host/path");
  }
}
