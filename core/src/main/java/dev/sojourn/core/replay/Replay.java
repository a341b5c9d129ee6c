package dev.sojourn.core.replay;

import dev.sojourn.dsl.compile.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scripts against journals. A word that the journal holds is answered from it; a new one adds
 * an entry and goes on, or ends the pass with what it needs. No thread outlives a pass: the shell
 * gets the answer and calls again with the longer journal.
 */
public final class Replay {
  private Replay() {}

  /**
   * Runs the script from the top against its journal, as far as it goes without an answer from
   * outside. Pure but for the closures of {@code once}. Safe on any thread; when the thread is
   * interrupted, the pass ends failed at the next word or turn of a loop.
   *
   * @throws IllegalStateException if the journal holds a question without its answer, or is damaged
   */
  public static Pass next(Script script, Journal journal, Segment segment, Mode mode) {
    var pending = journal.pending();
    if (!pending.isEmpty() && pending.get(pending.size() - 1) instanceof Entry.Asked asked) {
      throw new IllegalStateException(
          "a pass over a journal whose question '" + asked.label() + "' has no answer");
    }
    return play(script, new Playback(script, journal, segment, mode));
  }

  /**
   * The lines of the script at which the steps of a journal were asked for, in order, as far as the
   * two agree; 0 where a line is unknown.
   */
  public static List<Integer> lines(Script script, Journal journal, Segment segment) {
    var playback = new Playback(script, journal, segment, Mode.DRY);
    var lines = new ArrayList<Integer>();
    playback.noteLines(lines);
    play(script, playback);
    return lines;
  }

  private static Pass play(Script script, Playback playback) {
    try {
      script.steps().run(new Scope(playback));
    } catch (StackOverflowError e) {
      return playback.threw(e);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return playback.threw(e);
    }
    return playback.returned();
  }
}
