package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A journey's test in plain Java, without Spock. */
class PlainJavaSpec {
  private final JourneyTest test =
      JourneyTest.of("welcome").contact("ada@example.com", Map.of("firstName", "Ada"));

  @Test
  @DisplayName("a contact who never tries the feature is nudged, then offered help")
  void nudgesAndHelps() {
    test.arrives("user.created")
        .timePasses(Duration.ofDays(7))
        .expectSent("welcome", "nudge", "offer-help")
        .expectStatus("completed")
        .crashEverywhere()
        .replayEverywhere()
        .duplicateDeliveries();
    assertEquals("Welcome, Ada", test.mails().get(0).subject());
    assertEquals(List.of("user.created"), test.history());
  }

  @Test
  @DisplayName("a feature used in time ends the wait")
  void usesTheFeature() {
    test.arrives("user.created")
        .timePasses(Duration.ofDays(4))
        .arrives("feature.used")
        .timePasses(Duration.ofDays(30))
        .expectSent("welcome", "nudge");
  }

  @Test
  @DisplayName("an expectation that fails shows the timeline and how each run stands")
  void showsTheTimeline() {
    test.arrives("user.created");
    var failure = assertThrows(AssertionError.class, () -> test.expectSent("welcome", "tips"));
    var lines = String.valueOf(failure.getMessage()).lines().toList();
    assertEquals(
        "mails: expected [welcome, tips], there is [welcome]; the timeline, from"
            + " 2026-01-05T09:00:00Z",
        lines.get(0));
    assertTrue(lines.contains("  +0d 00:00:00  mail 'welcome' to ada@example.com: Welcome, Ada"));
    assertEquals(
        "    welcome of ada@example.com is waiting at 'after-welcome'",
        lines.get(lines.size() - 1));
  }
}
