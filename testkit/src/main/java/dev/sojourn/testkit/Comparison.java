package dev.sojourn.testkit;

import dev.sojourn.core.replay.Entry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds a rehearsal that was put through something against the one that was not. */
final class Comparison {
  private Comparison() {}

  /**
   * Compares all that left the journeys.
   *
   * @param what what the second one was put through: {@code a crash at commit 3}
   * @throws AssertionError if something differs
   */
  static void same(String what, Rehearsal whole, Rehearsal tried) {
    if (Effects.of(whole).equals(Effects.of(tried))) {
      return;
    }
    throw new AssertionError(
        what
            + " changes what happens"
            + cause(whole.runs(), tried.runs())
            + "; it came to\n  "
            + String.join("\n  ", tried.timeline().lines())
            + "\nwith the mails "
            + tried.mails().sent());
  }

  /** Everything that somebody outside of the journeys can see. */
  private record Effects(
      List<String> timeline,
      List<Mail> mails,
      List<String> ends,
      List<Map<String, @Nullable Object>> contacts) {
    static Effects of(Rehearsal played) {
      return new Effects(
          played.timeline().lines(),
          played.mails().sent(),
          played.runs().stream().map(run -> run.status() + " " + run.reason()).toList(),
          played.persons().stream().map(Person::properties).toList());
    }
  }

  /** The first step that was recorded differently, with its line; empty if there is none. */
  private static String cause(List<Run> whole, List<Run> tried) {
    for (var i = 0; i < Math.min(whole.size(), tried.size()); i++) {
      var first = Recorded.entries(whole.get(i));
      var second = Recorded.entries(tried.get(i));
      for (var at = 0; at < Math.min(first.size(), second.size()); at++) {
        if (!first.get(at).equals(second.get(at))) {
          return ": "
              + Recorded.place(whole.get(i), at)
              + ": "
              + named(first.get(at), second.get(at));
        }
      }
    }
    return "";
  }

  private static String named(Entry first, Entry second) {
    return first instanceof Entry.Computed one
            && second instanceof Entry.Computed other
            && Objects.equals(one.label(), other.label())
        ? "once '" + one.label() + "' gave '" + one.value() + "', then '" + other.value() + "'"
        : first + " became " + second;
  }
}
