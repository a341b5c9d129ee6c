package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.ListsDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What stands beside a script in its bundle.
 *
 * @param templates keys of the templates that mails can be made from
 * @param journeys ids of the journeys
 * @param lists what mails may have as categories
 */
public record Neighbours(Set<String> templates, Set<String> journeys, ListsDefinition lists) {
  private static final Set<Mention.Kind> MUST_BE_THERE =
      Set.of(Mention.Kind.TEMPLATE, Mention.Kind.STARTED_JOURNEY, Mention.Kind.CATEGORY);

  public Neighbours {
    templates = Set.copyOf(templates);
    journeys = Set.copyOf(journeys);
  }

  /** That a category is none of these lists, and what to do. */
  public static String noList(String category, ListsDefinition lists) {
    return ListsRecorder.noList(category, lists);
  }

  /** What is wrong with the categories and the journeys to start that a script mentions. */
  public static List<Diagnostic> withoutTemplates(
      Script script, Set<String> journeys, ListsDefinition lists) {
    return new Neighbours(Set.of(), journeys, lists)
        .check(
            script,
            mention ->
                mention.kind() == Mention.Kind.CATEGORY
                    || mention.kind() == Mention.Kind.STARTED_JOURNEY);
  }

  /**
   * What is wrong and what is doubtful about the names that a script mentions, in order of
   * appearance. A template to make a mail from, a journey to start and a category must be there; the
   * past may know what is gone.
   */
  public List<Diagnostic> check(Script script) {
    return check(script, mention -> true);
  }

  private List<Diagnostic> check(Script script, Predicate<Mention> asked) {
    List<Diagnostic> found = new ArrayList<>();
    for (Mention mention : script.mentions()) {
      if (asked.test(mention) && !known(mention.kind()).contains(mention.name())) {
        found.add(
            new Diagnostic(
                script.file(),
                mention.line(),
                mention.column(),
                message(mention),
                MUST_BE_THERE.contains(mention.kind())
                    ? Diagnostic.Kind.ERROR
                    : Diagnostic.Kind.WARNING));
      }
    }
    return List.copyOf(found);
  }

  private Set<String> known(Mention.Kind kind) {
    return switch (kind) {
      case TEMPLATE, PAST_TEMPLATE -> templates;
      case JOURNEY, STARTED_JOURNEY -> journeys;
      case CATEGORY -> lists.categories();
    };
  }

  private String message(Mention mention) {
    String name = mention.name();
    String near = Suggestions.hint(name, known(mention.kind()));
    return switch (mention.kind()) {
      case TEMPLATE ->
          "no template '%s'%s"
              .formatted(
                  name, near.isEmpty() ? "; expected a file templates/" + name + ".html" : near);
      case PAST_TEMPLATE ->
          "no template '%s'%s"
              .formatted(name, near.isEmpty() ? "; only mails of an earlier one count" : near);
      case JOURNEY ->
          "no journey '%s'%s"
              .formatted(name, near.isEmpty() ? "; only runs of an earlier one count" : near);
      case STARTED_JOURNEY ->
          "no journey '%s'%s"
              .formatted(
                  name, near.isEmpty() ? "; expected a file journeys/" + name + ".groovy" : near);
      case CATEGORY -> noList(name, lists);
    };
  }
}
