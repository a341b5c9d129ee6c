package dev.sojourn.core.replay;

import dev.sojourn.dsl.StepFailed;
import dev.sojourn.dsl.compile.Script;
import org.jspecify.annotations.Nullable;

/** What a pass says when it fails: one sentence, with the line of the script in front. */
final class Faults {
  private final String journeyId;
  private final Place place;

  Faults(Script script) {
    journeyId = script.definition().id();
    place = new Place(script);
  }

  /** The script did what it may not, in the line that runs now. */
  Outcome.Failed here(String message) {
    return new Outcome.Failed(place.here() + ": " + message, false);
  }

  /** Journal and script disagree, in the line that runs now. */
  Outcome.Failed diverged(String message) {
    return new Outcome.Failed(place.here() + ": " + message, true);
  }

  /** The body threw; {@code unread} is the recorded step that it did not come to, or null. */
  Outcome.Failed threw(Throwable thrown, int step, Entry.@Nullable Step unread) {
    var where = place.of(thrown) + ": ";
    if (thrown instanceof StackOverflowError) {
      var message = "methods or closures call each other without end";
      return new Outcome.Failed(where + limit(step, null, message), false);
    }
    var what = what(thrown);
    return unread == null
        ? new Outcome.Failed(where + what, false)
        : new Outcome.Failed(where + leftOver(unread, step, what), true);
  }

  private static String what(Throwable thrown) {
    if (thrown instanceof StepFailed failed) {
      return "step '" + failed.getStep() + "' failed: " + failed.getMessage();
    }
    return thrown instanceof UnsupportedOperationException && thrown.getMessage() == null
        ? "what a word answered cannot be changed; make another: list.toSorted { … },"
            + " list + value, map + [name: value]"
        : "the script threw " + described(thrown);
  }

  /** The script came to an end before a recorded step. */
  Outcome.Failed endedBefore(Entry.Step unread, int step) {
    return new Outcome.Failed(
        place.file() + ": " + leftOver(unread, step, "the script ends"), true);
  }

  /** What {@code what} left unread. */
  static String leftOver(Entry.Step unread, int step, String what) {
    return "journal has "
        + Steps.name(unread)
        + " at step "
        + step
        + ", "
        + what
        + " before it; pin the old version or keep the step";
  }

  /** A breach of a limit, at a step, which may have a name. */
  String limit(int step, @Nullable String name, String message) {
    return "journey '"
        + journeyId
        + "', step "
        + step
        + (name == null ? "" : " (" + name + ")")
        + ": "
        + message;
  }

  /** An exception in words: its class's name and its message. */
  static String described(Throwable thrown) {
    var name = thrown.getClass().getSimpleName();
    return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
  }
}
