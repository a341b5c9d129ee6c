package dev.sojourn.runtime.http;

import dev.sojourn.dsl.compile.Script;
import dev.sojourn.runtime.decision.Decision;
import dev.sojourn.runtime.enrolment.JourneyTask;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where the guards of journeys stand in their scripts.
 *
 * @param newest the scripts that new contacts enter by, by journey
 */
record Guards(Map<String, Script> newest) {
  /** Guards of no script. */
  static final Guards NONE = new Guards(Map.of());

  private static final String TRIGGER = "trigger";
  private static final Map<String, String> WORDS =
      Map.of(
          "journey_disabled", "enabled",
          "trigger_conditions_not_met", TRIGGER,
          "key_missing", "key",
          "already_entered_once", "entryLimit",
          "period_not_elapsed", "entryLimit",
          "held_out", "holdout",
          "already_active", "onRepeat",
          "date_passed", TRIGGER,
          "date_unreadable", TRIGGER);

  /**
   * The line of the guard that left somebody out, as {@code journeys/welcome.groovy:4}, or null.
   */
  @Nullable String place(Decision decision) {
    Script script = newest.get(JourneyTask.journeyOf(decision.about()));
    String word = WORDS.get(decision.reason());
    return script == null || word == null ? null : place(script, word);
  }

  /** The line of the trigger by which somebody entered. */
  static @Nullable String trigger(@Nullable Script script) {
    return script == null ? null : place(script, TRIGGER);
  }

  /** The line of the exit that an event did not take. */
  static @Nullable String exit(@Nullable Script script, @Nullable Object event) {
    return script == null ? null : place(script, script.wordLine("exitOn " + event));
  }

  /** A guard that the script leaves unsaid belongs to its trigger. */
  private static @Nullable String place(Script script, String word) {
    OptionalInt line = script.wordLine(word);
    return place(script, line.isPresent() ? line : script.wordLine(TRIGGER));
  }

  private static @Nullable String place(Script script, OptionalInt line) {
    return line.isPresent() ? script.file() + ":" + line.getAsInt() : null;
  }
}
