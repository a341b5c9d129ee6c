package dev.sojourn.testkit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail that a journey sent.
 *
 * @param sendId what tells it from every other
 * @param template the key of its template
 * @param to its address
 * @param subject its subject, as rendered; the script's own where the bundle has no templates
 * @param props the values that the script gave
 * @param at when it was sent
 * @param html its HTML part; empty where the bundle has no templates
 * @param text its plain part; empty where the bundle has no templates
 */
public record Mail(
    String sendId,
    String template,
    String to,
    String subject,
    Map<String, @Nullable Object> props,
    Instant at,
    String html,
    String text) {
  /** {@code 'welcome' to ada@example.com: Welcome, Ada}. */
  @Override
  public String toString() {
    return "'" + template + "' to " + to + (subject.isEmpty() ? "" : ": " + subject);
  }
}
