package dev.sojourn.runtime.outbound;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One who is told what happens.
 *
 * @param url where; for some kinds it is a secret
 * @param eventTypes what it subscribes to
 */
public record Endpoint(
    long id,
    String url,
    @Nullable String description,
    Target target,
    Secret secret,
    List<String> eventTypes,
    boolean disabled,
    Times times) {
  /** What stands for something secret. */
  public static final String HIDDEN = "***";

  public Endpoint {
    eventTypes = List.copyOf(eventTypes);
  }

  /**
   * How it is told.
   *
   * @param kind {@code webhook}, a preset, or the name of a file in {@code destinations/}
   * @param config what that kind needs, credentials among it
   */
  public record Target(String kind, Map<String, String> config) {
    static final String WEBHOOK = "webhook";
    private static final Set<String> SHOWN = Set.of("host", "channel", "region", "project");

    public Target {
      config = Map.copyOf(config);
    }

    /** Whether it gets our own bodies, signed. */
    public boolean isSigned() {
      return kind.equals(WEBHOOK);
    }

    /** The config with everything hidden that may be a credential. */
    public Map<String, String> shown() {
      var shown = new LinkedHashMap<String, String>();
      config.keySet().stream()
          .sorted()
          .forEach(
              name ->
                  shown.put(name, SHOWN.contains(name) ? config.getOrDefault(name, "") : HIDDEN));
      return shown;
    }

    /** The kind alone. */
    @Override
    public String toString() {
      return kind;
    }
  }

  /**
   * What its deliveries are signed with.
   *
   * @param current {@code whsec_} and Base64; null where nothing is signed
   * @param previous what was signed with before the last change, or null
   * @param previousUntil how long that signs too, or null
   */
  public record Secret(
      @Nullable String current, @Nullable String previous, @Nullable Instant previousUntil) {
    private static final int PREFIX = 12;

    /** Nothing is signed. */
    public static final Secret NONE = new Secret(null, null, null);

    /** How it begins, for telling it from others; null where there is none. */
    public @Nullable String prefix() {
      return current == null ? null : current.substring(0, Math.min(PREFIX, current.length()));
    }

    /** All that sign now, the newest first. */
    List<String> inForce(Instant now) {
      if (current == null) {
        return List.of();
      }
      return previous != null && previousUntil != null && now.isBefore(previousUntil)
          ? List.of(current, previous)
          : List.of(current);
    }

    /** The beginning alone. */
    @Override
    public String toString() {
      return prefix() + HIDDEN;
    }
  }

  /**
   * When what happened to it.
   *
   * @param lastDeliveryAt when it last took something, to some seconds; or null
   */
  public record Times(@Nullable Instant lastDeliveryAt, Instant createdAt, Instant updatedAt) {}

  /** The URL, without what is secret in it: a path of Slack's is. */
  public String shownUrl() {
    return target.kind().equals("slack") ? site() + "/" + HIDDEN : url;
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return "Endpoint[" + id + ", " + target + " at " + site() + ", " + secret + "]";
  }

  private String site() {
    var at = URI.create(url);
    return at.getScheme() + "://" + at.getRawAuthority();
  }
}
