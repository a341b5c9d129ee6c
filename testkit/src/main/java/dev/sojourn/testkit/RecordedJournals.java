package dev.sojourn.testkit;

import dev.sojourn.core.replay.Mode;
import dev.sojourn.core.replay.Outcome;
import dev.sojourn.core.replay.Replay;
import dev.sojourn.dsl.compile.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Journals that earlier releases wrote, kept beside the tests and never changed. What does not
 * replay here would strand people in production.
 *
 * <p>{@link JourneyTest#record} writes them. A journal {@code welcome-1} is four files:
 *
 * <ul>
 *   <li>{@code welcome-1.groovy}: the script that wrote it;
 *   <li>{@code welcome-1.labels}: the labels of that script's definition, one a line;
 *   <li>{@code welcome-1.journal}: one line for each committed segment: the number of the format, a
 *       space, the entries as production stores them;
 *   <li>{@code welcome-1.run}: the run itself, as JSON: {@code journey}, {@code status}, {@code
 *       generation}, {@code key}, {@code contact}, and its trigger: {@code event}, {@code eventId},
 *       {@code occurredAt}, {@code properties}.
 * </ul>
 */
public final class RecordedJournals {
  private final Path directory;

  private RecordedJournals(Path directory) {
    this.directory = directory;
  }

  /** The journals in this directory. */
  public static RecordedJournals in(Path directory) {
    return new RecordedJournals(directory);
  }

  /** Their names, sorted. */
  public List<String> names() {
    return JournalFiles.names(directory);
  }

  /**
   * Replays each on the script that wrote it, compiled by this release. Answers true, so that it
   * may stand as a condition.
   *
   * @throws AssertionError with all that do not replay, if there are any, or no journal at all
   */
  public boolean check() {
    return check(saved -> JourneyBundle.compile(saved.journeyId(), saved.source()));
  }

  /**
   * Replays each on today's script of its journey. Answers true, so that it may stand as a
   * condition.
   *
   * @param bundle the directory with today's journeys
   * @throws AssertionError as {@link #check()}
   */
  public boolean check(Path bundle) {
    var today = new JourneyBundle(bundle);
    return check(saved -> today.journey(saved.journeyId()));
  }

  private boolean check(Function<JournalFiles.Saved, Script> script) {
    var names = names();
    if (names.isEmpty()) {
      throw new AssertionError(
          "no journal in '" + directory + "'; record one with JourneyTest.record");
    }
    var broken =
        names.stream()
            .map(name -> JournalFiles.read(directory, name))
            .flatMap(saved -> problem(saved, script.apply(saved)).stream())
            .collect(Collectors.joining("\n"));
    if (!broken.isEmpty()) {
      throw new AssertionError(broken);
    }
    return true;
  }

  private static Optional<String> problem(JournalFiles.Saved saved, Script script) {
    var outcome = Replay.next(script, saved.journal(), saved.segment(), Mode.DRY).outcome();
    if (comesTo(saved.status(), outcome)) {
      return Optional.empty();
    }
    return Optional.of(
        "recorded journal '"
            + saved.name()
            + "' was "
            + saved.status()
            + ", today "
            + described(outcome));
  }

  private static String described(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return (failed.diverged() ? "it diverges: " : "it fails: ") + failed.message();
    }
    if (outcome instanceof Outcome.AsksNew asks) {
      return "the script asks for " + asks.step() + " next";
    }
    return outcome instanceof Outcome.Needs ? "it waits" : "it ends";
  }

  private static boolean comesTo(String status, Outcome outcome) {
    return switch (status) {
      case "completed" -> outcome instanceof Outcome.Finished;
      // An exit rule ends a run from outside, wherever it stands.
      case "exited" -> outcome instanceof Outcome.Exited || outcome instanceof Outcome.Needs;
      // What fails a pass is recorded nowhere.
      case "failed" ->
          outcome instanceof Outcome.AsksNew
              || (outcome instanceof Outcome.Failed failed && !failed.diverged());
      default -> outcome instanceof Outcome.Needs;
    };
  }
}
