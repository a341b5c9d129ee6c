package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.compile.Suggestions;
import dev.sojourn.dsl.definition.MailList;
import dev.sojourn.runtime.config.BundleConfig;
import dev.sojourn.runtime.config.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the settings choose of a set, held against what is in it. */
final class Choice {
  private static final String JOURNEYS = "ENABLED_JOURNEYS";
  private static final String LISTS = "ENABLED_LISTS";

  private Choice() {}

  /** What is wrong with it, one sentence each; nothing before the first set. */
  static List<String> problems(BundleConfig config, ActiveSet set) {
    var problems = new ArrayList<String>();
    if (set.number() > 0) {
      var lists =
          set.lists().lists().stream()
              .map(MailList::id)
              .collect(Collectors.toCollection(TreeSet::new));
      unknown(JOURNEYS, "journey", config.journeys(), set.journeys().keySet(), problems);
      unknown(LISTS, "list", config.lists(), lists, problems);
      for (var journey : set.only(config.journeys(), Chosen.ALL).journeys().values()) {
        var category = journey.definition().sending().category();
        if (lists.contains(category) && !config.lists().has(category)) {
          problems.add(
              ("%s: leaves out the list '%s', of which journey '%s' sends mails;"
                      + " name it, or leave out the journey")
                  .formatted(LISTS, category, journey.definition().id()));
        }
      }
    }
    return problems;
  }

  private static void unknown(
      String setting, String what, Chosen chosen, Set<String> known, List<String> problems) {
    for (var id : new TreeSet<>(chosen.ids())) {
      if (!known.contains(id)) {
        problems.add(
            "%s: no %s '%s' is in force, only %s%s"
                .formatted(
                    setting,
                    what,
                    id,
                    known.isEmpty() ? "none" : String.join(", ", known),
                    Suggestions.hint(id, known)));
      }
    }
  }
}
