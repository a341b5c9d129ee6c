package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.definition.Hours;
import dev.sojourn.dsl.definition.OnStopped;
import dev.sojourn.dsl.definition.SendPolicy;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a send was queued.
 *
 * @param subject instead of the template's, or null
 * @param to instead of the contact's address, or null
 * @param from instead of the template's, or null
 * @param replyTo where answers go instead of to the sender, or null
 * @param unchecked whether neither preferences nor caps nor gaps hold for it
 * @param props the caller's values for the template
 * @param journeyName the journey as people call it, or empty
 * @param eventName the event that started the run, or empty
 * @param policy what holds for the mail
 * @param test whether somebody tries a template out: nothing in the mail is tracked
 */
record SendRequest(
    @Nullable String subject,
    @Nullable String to,
    @Nullable String from,
    @Nullable String replyTo,
    boolean unchecked,
    Map<String, @Nullable Object> props,
    String journeyName,
    String eventName,
    SendPolicy policy,
    boolean test) {
  static final String UNCHECKED = "skipPreferenceCheck";
  static final String REPLY_TO = "replyTo";

  private static final String SUPPRESS = "suppress";
  private static final String SEND_FROM = "sendFrom";
  private static final String SEND_UNTIL = "sendUntil";
  private static final String ON_STOPPED = "onStopped";

  /** What was asked for, with the policy, which travels with it for the time of admission. */
  static String write(NewSend send) {
    var policy = send.policy();
    var plain =
        new SendPolicy(policy.category(), Duration.ZERO, Hours.ALL, null, policy.priority());
    if (policy.equals(plain)) {
      return send.request();
    }
    var request = new LinkedHashMap<String, @Nullable Object>();
    if (Json.read(send.request()) instanceof Map<?, ?> asked) {
      asked.forEach((name, value) -> request.put(name.toString(), value));
    }
    if (!policy.suppress().isZero()) {
      request.put(SUPPRESS, policy.suppress().toString());
    }
    if (!policy.hours().equals(Hours.ALL)) {
      request.put(SEND_FROM, policy.hours().start().toString());
      request.put(SEND_UNTIL, policy.hours().end().toString());
    }
    if (policy.onStopped() != null) {
      request.put(ON_STOPPED, policy.onStopped().name());
    }
    return Json.write(request);
  }

  static SendRequest read(Claim claim) {
    var json = claim.request();
    Map<?, ?> asked = json != null && Json.read(json) instanceof Map<?, ?> map ? map : Map.of();
    var props = new LinkedHashMap<String, @Nullable Object>();
    if (asked.get("props") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> props.put(name.toString(), value));
    }
    return new SendRequest(
        text(asked, "subject"),
        text(asked, "to"),
        text(asked, "from"),
        text(asked, REPLY_TO),
        Boolean.TRUE.equals(asked.get(UNCHECKED)),
        props,
        Objects.requireNonNullElse(text(asked, "journeyName"), ""),
        Objects.requireNonNullElse(text(asked, "eventName"), ""),
        policy(claim, asked),
        Boolean.TRUE.equals(asked.get("test")));
  }

  private static SendPolicy policy(Claim claim, Map<?, ?> asked) {
    var gap = text(asked, SUPPRESS);
    var from = text(asked, SEND_FROM);
    var until = text(asked, SEND_UNTIL);
    var onStopped = text(asked, ON_STOPPED);
    return new SendPolicy(
        claim.category(),
        gap == null ? Duration.ZERO : Duration.parse(gap),
        from == null || until == null
            ? Hours.ALL
            : new Hours(LocalTime.parse(from), LocalTime.parse(until)),
        onStopped == null ? null : OnStopped.valueOf(onStopped),
        claim.priority());
  }

  private static @Nullable String text(Map<?, ?> asked, String name) {
    var value = asked.get(name);
    return value == null ? null : value.toString();
  }
}
