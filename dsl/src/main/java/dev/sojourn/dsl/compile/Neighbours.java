package dev.sojourn.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What stands beside a script in its bundle.
 *
 * @param templates keys of the templates that mails can be made from
 * @param journeys ids of the journeys
 * @param categories what journeys and templates have as categories
 */
public record Neighbours(Set<String> templates, Set<String> journeys, Set<String> categories) {
  public Neighbours {
    templates = Set.copyOf(templates);
    journeys = Set.copyOf(journeys);
    categories = Set.copyOf(categories);
  }

  /**
   * What is wrong and what is doubtful about the names that a script mentions, in order of
   * appearance. Only a template to make a mail from and a journey to start must be there; the past
   * may know what is gone.
   */
  public List<Diagnostic> check(Script script) {
    return check(script, mention -> true);
  }

  /** The same, of the mentions that are asked for. */
  public List<Diagnostic> check(Script script, Predicate<Mention> asked) {
    List<Diagnostic> found = new ArrayList<>();
    for (Mention mention : script.mentions()) {
      if (asked.test(mention) && !known(mention.kind()).contains(mention.name())) {
        found.add(
            new Diagnostic(
                script.file(),
                mention.line(),
                mention.column(),
                message(mention),
                mustBeThere(mention.kind()) ? Diagnostic.Kind.ERROR : Diagnostic.Kind.WARNING));
      }
    }
    return List.copyOf(found);
  }

  private static boolean mustBeThere(Mention.Kind kind) {
    return kind == Mention.Kind.TEMPLATE || kind == Mention.Kind.STARTED_JOURNEY;
  }

  private Set<String> known(Mention.Kind kind) {
    return switch (kind) {
      case TEMPLATE, PAST_TEMPLATE -> templates;
      case JOURNEY, STARTED_JOURNEY -> journeys;
      case CATEGORY -> categories;
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
      case CATEGORY ->
          "no journey or template has the category '%s'%s"
              .formatted(name, near.isEmpty() ? "; no mail counts" : near);
    };
  }
}
