package dev.sojourn.core.replay;

import dev.sojourn.dsl.compile.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass in the making: answers words from the journal, adds what is new, and keeps the first
 * control signal, which every later word raises again.
 */
final class Playback {
  private final Script script;
  private final Journal journal;
  private final Segment segment;
  private final Mode mode;
  private final Tape tape;
  private final Faults faults;
  private final Thread owner = Thread.currentThread();
  private final List<Effect> effects = new ArrayList<>();
  private @Nullable Signal first;
  private @Nullable String computing;
  private @Nullable IllegalStateException fault;
  private @Nullable List<Integer> lines;
  private boolean over;
  private int turns;

  Playback(Script script, Journal journal, Segment segment, Mode mode) {
    this.script = script;
    this.journal = journal;
    this.segment = segment;
    this.mode = mode;
    this.tape = new Tape(journal);
    this.faults = new Faults(script);
  }

  /** Notes from now on where in the script each recorded step was asked for. */
  void noteLines(List<Integer> into) {
    lines = into;
  }

  /** Every word that is a step begins here. */
  void enter(String word) {
    look(word);
    if (computing != null) {
      throw fail(
          "'"
              + word
              + "' stands inside once '"
              + computing
              + "', where no other word may; take it out of the closure");
    }
  }

  /** Every word that only looks at something begins here; it may stand inside {@code once}. */
  void look(String word) {
    if (over || Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "'"
              + word
              + "' was called outside of the pass it belongs to; call words only while the"
              + " journey's steps run, and on their thread");
    }
    if (first != null) {
      throw first;
    }
    if (Thread.interrupted()) {
      throw tooLong();
    }
  }

  /** Counts a turn of a loop. */
  void turn() {
    look("turn");
    if (++turns > Limits.TURNS) {
      throw fail(
          limit(
              null,
              "a loop took more than " + Limits.TURNS + " turns in one pass; end it earlier"));
    }
  }

  /** The recorded step that answers this word, or null if the word is new. */
  Entry.@Nullable Step recorded(Entry.Step asked) {
    var entry = tape.next();
    if (entry == null) {
      if (mode == Mode.DRY) {
        throw end(new Outcome.AsksNew(Steps.name(asked)));
      }
      return null;
    }
    if (!(entry instanceof Entry.Step step)) {
      throw damaged("a journal has '" + entry + "' where a step is expected");
    }
    if (!Steps.same(step, asked)) {
      throw diverged(
          "journal has "
              + Steps.name(step)
              + " at step "
              + tape.steps()
              + ", the script asks for "
              + Steps.name(asked)
              + "; pin the old version or add the step after it");
    }
    if (lines != null) {
      lines.add(Script.currentLine().orElse(0));
    }
    return step;
  }

  /** The answer to a question about the past; if it is new, the pass ends with the question. */
  @Nullable Object answer(String kind, String label, Request.Read question) {
    var asked = new Entry.Asked(kind, label);
    var answer = recorded(asked);
    if (answer == null) {
      record(asked);
      throw end(new Outcome.Needs(question));
    }
    if (!(answer instanceof Entry.Answered answered)) {
      throw damaged("a journal has '" + answer + "' where an answer is expected");
    }
    return answered.value();
  }

  /** The value drawn at this step, now or in an earlier pass. */
  @Nullable Object drawn(String kind, String label, Supplier<@Nullable Object> draw) {
    var step = recorded(new Entry.Drawn(kind, label, null));
    if (step == null) {
      step = new Entry.Drawn(kind, label, kept(kind + " '" + label + "'", draw.get()));
      record(step);
    }
    return ((Entry.Drawn) step).value();
  }

  /** A key for an effect of the step recorded last: the same in every pass. */
  String effectKey() {
    return segment.run() + ":" + journal.generation() + ":" + tape.steps();
  }

  /** A key for the closure of a {@code once}: the same when it must be repeated. */
  String onceKey(String label, int occurrence) {
    return segment.run() + ":" + journal.generation() + ":" + label + ":" + occurrence;
  }

  /** Makes a property of the contact what the run has set it to, for the rest of the segment. */
  void overlay(Map<String, @Nullable Object> properties) {
    tape.overlay(properties);
  }

  Script script() {
    return script;
  }

  /** How the park that was answered last ended; if it has not, the pass asks for it again. */
  Entry.Ending ending() {
    var entry = tape.next();
    if (entry == null) {
      throw end(new Outcome.Needs(journal.open().orElseThrow()));
    }
    if (!(entry instanceof Entry.Ending ending)) {
      throw damaged("a journal has '" + entry + "' where a park must end");
    }
    return ending;
  }

  /** Adds a new step. */
  void record(Entry.Step step) {
    tape.add(step);
    if (tape.isOverEntries()) {
      throw fail(limit(Steps.name(step), "a journal holds at most " + Limits.ENTRIES + " entries"));
    }
    checkBytes(Steps.name(step));
  }

  void queue(Effect effect) {
    effects.add(effect);
  }

  private void checkBytes(String step) {
    if (tape.isOverBytes()) {
      throw fail(limit(step, "a journal holds at most " + Limits.JOURNAL_BYTES + " bytes"));
    }
  }

  /** A value as the journal gives it back, within the limit for one; {@code what} names it. */
  @Nullable Object kept(String what, @Nullable Object value) {
    try {
      var plain = Values.plain(value);
      if (Values.bytes(plain) > Limits.VALUE_BYTES) {
        throw fail(
            limit(
                what,
                "a value may take "
                    + Limits.VALUE_BYTES
                    + " bytes, this one takes "
                    + Values.bytes(plain)));
      }
      return plain;
    } catch (Values.Refused e) {
      throw fail(what + " " + e.getMessage());
    }
  }

  /** What the contact has under a name, as this segment first saw it. */
  @Nullable Object contact(String name, Supplier<@Nullable Object> stored) {
    look("contact");
    if (tape.isSet(name)) {
      return tape.valueSet(name);
    }
    if (!tape.hasSeen(name)) {
      refuseNewReads("contact." + name);
      tape.see(name, kept("contact." + name, stored.get()));
      checkBytes("contact." + name);
    }
    return tape.seen(name);
  }

  /** The instant of this segment. */
  Instant now() {
    look("now");
    var seen = tape.seenNow();
    if (seen != null) {
      return seen;
    }
    refuseNewReads("now()");
    var now = instant();
    tape.seeNow(now);
    return now;
  }

  private void refuseNewReads(String what) {
    if (!tape.isPending()) {
      throw diverged(
          "journal has no '"
              + what
              + "' after step "
              + tape.steps()
              + ", the script reads it; pin the old version or read it after the next wait");
    }
  }

  /** Runs the closure of a {@code once}, in which no other word may stand. */
  <T extends @Nullable Object> T computing(String label, Supplier<T> compute) {
    computing = label;
    try {
      return compute.get();
    } finally {
      computing = null;
    }
  }

  /** The instant of the segment, without the script asking for it. */
  Instant instant() {
    return Values.whole(segment.now());
  }

  Journal journal() {
    return journal;
  }

  Segment segment() {
    return segment;
  }

  /** Ends the pass for this reason. */
  Signal end(Outcome outcome) {
    if (first == null) {
      first = new Signal(outcome);
    }
    return first;
  }

  /** Ends the pass because the script did what it may not. */
  Signal fail(String message) {
    return end(faults.here(message));
  }

  private Signal diverged(String message) {
    return end(faults.diverged(message));
  }

  /** Ends the pass because the journal is not what any pass writes; our fault, not the script's. */
  Signal damaged(String message) {
    fault = new IllegalStateException(message);
    return end(new Outcome.Failed(message, false));
  }

  /** Ends the pass because its thread was interrupted. */
  Signal tooLong() {
    return fail(limit(null, "a pass may take 30 s, this one was interrupted"));
  }

  private String limit(@Nullable String step, String message) {
    return faults.limit(tape.steps(), step, message);
  }

  /** Ends the pass because the script said {@code exit}. */
  Signal exit(@Nullable String reason) {
    var unread = unread();
    return unread == null
        ? end(new Outcome.Exited(reason))
        : diverged(Faults.leftOver(unread, tape.steps(), "the script exits"));
  }

  /** Ends the pass because the script said {@code startOver}. */
  Signal startOver(Map<String, @Nullable Object> carried) {
    var unread = unread();
    if (unread != null) {
      return diverged(Faults.leftOver(unread, tape.steps(), "the script starts over"));
    }
    if (journal.generation() + 1 >= Limits.GENERATIONS) {
      return fail(
          limit(
              "startOver",
              "a run has at most "
                  + Limits.GENERATIONS
                  + " generations; exit, and let an event begin another"));
    }
    if (journal.tally().spins() >= Limits.SPINS) {
      return fail(
          limit(
              "startOver",
              "the run was started over "
                  + Limits.SPINS
                  + " times without a wait between; wait for time to pass or for a new event"));
    }
    return end(new Outcome.StartsOver(carried));
  }

  /** Ends the pass after the script's body returned. */
  Pass returned() {
    if (first == null) {
      var unread = unread();
      end(unread == null ? new Outcome.Finished() : faults.endedBefore(unread, tape.steps()));
    }
    return pass();
  }

  /** Ends the pass after the script's body threw. */
  Pass threw(Throwable thrown) {
    if (first == null) {
      end(failure(thrown));
    }
    return pass();
  }

  private Outcome failure(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        return tooLong().outcome();
      }
    }
    var unread = thrown instanceof StackOverflowError ? null : unread();
    return faults.threw(thrown, tape.steps(), unread);
  }

  /** The next step of the journal, which the script should have come to; null at its end. */
  private Entry.@Nullable Step unread() {
    return tape.next() instanceof Entry.Step step ? step : null;
  }

  private Pass pass() {
    over = true;
    if (fault != null) {
      throw fault;
    }
    var outcome = Objects.requireNonNull(first).outcome();
    return outcome instanceof Outcome.Failed failed && failed.diverged()
        ? new Pass(List.of(), List.of(), outcome)
        : new Pass(tape.added(), effects, outcome);
  }
}
