package dev.sojourn.testkit;

import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.core.replay.Mode;
import dev.sojourn.core.replay.Outcome;
import dev.sojourn.core.replay.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the journals of runs hold. */
final class Recorded {
  private static final Entry NO_STEP = new Entry.Reached("\u0000");

  private Recorded() {}

  /** The segments of a journal, the one that is not committed yet included. */
  static List<List<Entry>> segments(Journal journal) {
    return journal.pending().isEmpty()
        ? journal.segments()
        : Stream.concat(journal.segments().stream(), Stream.of(journal.pending())).toList();
  }

  /** A journal as it is after it was stored and read again. */
  static Journal stored(Journal journal, long triggerEventId, List<String> labels) {
    return Journal.of(
        journal.generation(),
        triggerEventId,
        segments(journal).stream()
            .map(segment -> JournalCodec.encode(segment, labels))
            .map(text -> JournalCodec.decode(JournalCodec.FORMAT, text, labels))
            .toList());
  }

  /** The entries of a run, in order. */
  static List<Entry> entries(Run run) {
    return segments(run.journal()).stream().flatMap(List::stream).toList();
  }

  /** The line of the script that asked for an entry of a run; its file if no single line did. */
  static String place(Run run, int index) {
    var shorter = new ArrayList<List<Entry>>();
    var left = index;
    for (var segment : segments(run.journal())) {
      if (left < segment.size()) {
        shorter.add(Stream.concat(segment.subList(0, left).stream(), Stream.of(NO_STEP)).toList());
        break;
      }
      shorter.add(segment);
      left -= segment.size();
    }
    var script = run.script();
    var journal = Journal.of(run.journal().generation(), run.trigger().id(), shorter);
    var asked = Replay.next(script, journal, run.segment(run.trigger().receivedAt()), Mode.DRY);
    return asked.outcome() instanceof Outcome.Failed failed
            && failed.diverged()
            && failed.message().startsWith(script.file() + ":")
        ? failed.message().substring(0, failed.message().indexOf(": "))
        : script.file();
  }
}
