package dev.sojourn.core.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a pass ended. */
public sealed interface Outcome {
  /** The script came to its end. */
  record Finished() implements Outcome {}

  /** The script said {@code exit}. */
  record Exited(@Nullable String reason) implements Outcome {}

  /**
   * The script said {@code startOver}: the run goes on at once in its next generation.
   *
   * @param carried what it carries over
   */
  record StartsOver(Map<String, @Nullable Object> carried) implements Outcome {}

  /**
   * The script threw, broke a limit, or asks for another step than its journal holds.
   *
   * @param message one sentence with step and script line
   * @param diverged whether journal and script disagree; nothing was executed then
   */
  record Failed(String message, boolean diverged) implements Outcome {}

  /** A word wants an answer from outside. */
  record Needs(Request request) implements Outcome {}

  /** A dry pass came to a step that the journal does not hold. */
  record AsksNew(String step) implements Outcome {}
}
