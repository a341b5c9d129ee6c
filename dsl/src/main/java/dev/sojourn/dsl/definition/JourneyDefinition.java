package dev.sojourn.dsl.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a journey says about itself; all of it but the steps.
 *
 * @param id the id, which is the file's name without its ending
 * @param name what people see
 * @param description what it is for, or null
 * @param version a label that people see, or null; says nothing of the script
 * @param enabled whether it takes new contacts
 * @param entry who enters
 * @param exits what ends a live enrolment
 * @param sending what holds for its mails
 * @param labels the labels and discriminants that stand in the script as literals, in order of
 *     appearance without repeats; the journal names them by their number
 */
public record JourneyDefinition(
    String id,
    String name,
    @Nullable String description,
    @Nullable String version,
    boolean enabled,
    EntryRule entry,
    List<ExitRule> exits,
    SendPolicy sending,
    List<String> labels) {
  public JourneyDefinition {
    exits = List.copyOf(exits);
    labels = List.copyOf(labels);
  }

  /** A definition without a version label. */
  public JourneyDefinition(
      String id,
      String name,
      @Nullable String description,
      boolean enabled,
      EntryRule entry,
      List<ExitRule> exits,
      SendPolicy sending,
      List<String> labels) {
    this(id, name, description, null, enabled, entry, exits, sending, labels);
  }
}
