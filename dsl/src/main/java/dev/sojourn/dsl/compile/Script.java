package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.JourneyDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A compiled journey.
 *
 * @param hash 64 lower-case hex digits: SHA-256 over the language level and the normalised source
 * @param file the path that diagnostics name
 * @param source the text it was compiled from
 * @param definition what it says about itself
 * @param steps what it does
 * @param wordLines the lines of the words of its top half, as {@link #wordLine} is asked
 * @param mentions the places that name something of the bundle as a literal, in order of appearance
 * @param warnings what is doubtful about it, in order of position
 */
public record Script(
    String hash,
    String file,
    String source,
    JourneyDefinition definition,
    Steps steps,
    Map<String, Integer> wordLines,
    List<Mention> mentions,
    List<Diagnostic> warnings) {
  /** What the name of every compiled script's class begins with. */
  static final String CLASS_PREFIX = "journey_";

  public Script {
    wordLines = Map.copyOf(wordLines);
    mentions = List.copyOf(mentions);
    warnings = List.copyOf(warnings);
  }

  /** A script that names nothing of its bundle. */
  public Script(
      String hash, String file, String source, JourneyDefinition definition, Steps steps) {
    this(hash, file, source, definition, steps, Map.of(), List.of(), List.of());
  }

  /** The twelve digits that people see. */
  public String shortHash() {
    return hash.substring(0, 12);
  }

  /**
   * The line of a word of the top half, such as {@code entryLimit}; of an exit by one event, {@code
   * exitOn user.deleted}. Empty if the script does not say it.
   */
  public OptionalInt wordLine(String word) {
    Integer line = wordLines.get(word);
    return line == null ? OptionalInt.empty() : OptionalInt.of(line);
  }

  /** The keys of the templates that the script makes mails from and names as literals. */
  public Set<String> templates() {
    return mentions.stream()
        .filter(mention -> mention.kind() == Mention.Kind.TEMPLATE)
        .map(Mention::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The line of a script at which this was thrown; empty if none stands in its stack trace. */
  public static OptionalInt lineOf(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(CLASS_PREFIX))
        .mapToInt(StackTraceElement::getLineNumber)
        .filter(line -> line > 0)
        .findFirst();
  }

  /** The line of a script that is being run by this thread; empty outside a run. */
  public static OptionalInt currentLine() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getClassName().startsWith(CLASS_PREFIX))
                    .mapToInt(StackWalker.StackFrame::getLineNumber)
                    .filter(line -> line > 0)
                    .findFirst());
  }

  @Override
  public String toString() {
    return "Script[" + definition.id() + "@" + shortHash() + "]";
  }
}
