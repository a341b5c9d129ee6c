package dev.sojourn.runtime.ingest;

import dev.sojourn.core.definition.WaitRule;
import dev.sojourn.core.fold.LiveRun;
import dev.sojourn.core.fold.OpenWait;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.engine.Run;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A live enrolment as its row holds it, read under the lock of its contact.
 *
 * @param openWait the event it waits for, or null
 */
record StoredRun(Run run, @Nullable OpenWait openWait) {
  static StoredRun of(dev.sojourn.runtime.engine.LiveRun live) {
    var awaits = live.awaits();
    if (awaits == null) {
      return new StoredRun(live, null);
    }
    var rule = WaitRule.read(awaits.rule());
    var events = Stream.concat(Stream.of(awaits.event()), rule.others().stream()).toList();
    return new StoredRun(live, new OpenWait(events, rule.where(), rule.sameKey(), live.dueAt()));
  }

  long id() {
    return run.id();
  }

  int version() {
    return run.version();
  }

  LiveRun live(JourneyDefinition pinned) {
    return new LiveRun(id(), run.key(), pinned, Ids.instantOf(id()), openWait);
  }
}
