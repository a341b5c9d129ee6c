package dev.sojourn.runtime.journey;

import dev.sojourn.core.definition.DefinitionJson;
import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.core.replay.ReplayVerdict;
import dev.sojourn.core.replay.Segment;
import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.runtime.config.DatabaseUrl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All live runs of a database, replayed dry against scripts that are not in force yet. Reads one
 * snapshot, a batch at a time, and writes nothing. Blocks.
 */
public final class DryRuns {
  private final Map<String, Script> scripts;
  private final Map<String, JourneyVerdicts.Count> counts = new TreeMap<>();
  private final Map<Integer, JourneyDefinition> definitions = new HashMap<>();
  private final Map<Integer, Script> pinned = new HashMap<>();

  private DryRuns(Map<String, Script> scripts) {
    this.scripts = scripts;
  }

  /**
   * The verdicts on every live run, by journey in order of id; a journey without live runs is
   * missing.
   *
   * @param scripts the scripts that would be in force, by journey
   * @param compiler compiles the versions that the runs are on
   * @throws Unreachable if the database cannot be asked
   */
  public static List<JourneyVerdicts> against(
      DatabaseUrl url, Map<String, Script> scripts, ScriptCompiler compiler) {
    try (ParkedStore store = new ParkedStore(url)) {
      DryRuns dry = new DryRuns(scripts);
      store.versions().forEach((number, stored) -> dry.know(number, stored, compiler));
      Instant now = store.now();
      store.each(run -> dry.look(run, store.ids().face(run.id()), now));
      List<JourneyVerdicts> verdicts = new ArrayList<>();
      dry.counts.forEach((journey, count) -> verdicts.add(count.of(journey)));
      return verdicts;
    }
  }

  /** The database of the live runs cannot be read; the message says which, and why. */
  public static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private void know(int number, ParkedStore.StoredScript stored, ScriptCompiler compiler) {
    definitions.put(number, DefinitionJson.read(stored.definition()));
    Script script = compiled(stored, compiler);
    if (script != null) {
      pinned.put(number, script);
    }
  }

  private static @Nullable Script compiled(
      ParkedStore.StoredScript stored, ScriptCompiler compiler) {
    try {
      return compiler.compile("journeys/" + stored.id() + ".groovy", stored.source());
    } catch (InvalidScript tooOld) {
      return null;
    }
  }

  private void look(ParkedRun run, String face, Instant now) {
    JourneyVerdicts.Count count =
        counts.computeIfAbsent(run.journeyId(), any -> new JourneyVerdicts.Count());
    Script script = scripts.get(run.journeyId());
    if (script == null) {
      count.removed();
    } else {
      count.add(verdict(run, script, face, now), face);
    }
  }

  private ReplayVerdict verdict(ParkedRun run, Script script, String face, Instant now) {
    JourneyDefinition definition = definitions.get(run.version());
    if (definition == null) {
      return new ReplayVerdict.Fails("its script version " + run.version() + " is not stored");
    }
    try {
      Segment segment =
          new Segment(
              now,
              run.id() * 31,
              Views.of(run.contact()),
              Views.of(run.trigger()),
              face,
              run.key());
      return ReplayVerdict.of(script, pinned.get(run.version()), journal(run, definition), segment);
    } catch (RuntimeException unreadable) {
      return new ReplayVerdict.Fails("its journal cannot be replayed: " + unreadable.getMessage());
    }
  }

  private static Journal journal(ParkedRun run, JourneyDefinition definition) {
    List<List<Entry>> segments = new ArrayList<>(run.segments().size());
    for (ParkedRun.Segment segment : run.segments()) {
      segments.add(JournalCodec.decode(segment.format(), segment.entries(), definition.labels()));
    }
    return Journal.of(run.generation(), run.trigger().id(), segments);
  }
}
