package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.Cap;
import dev.sojourn.dsl.definition.Caps;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.dsl.definition.MailList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ASTNode;
import org.jspecify.annotations.Nullable;

/** Writes down what {@code lists.groovy} says, and what is wrong with it. */
final class ListsRecorder {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final List<String> RESERVED =
      List.of(ListsDefinition.TRANSACTIONAL, ListsDefinition.JOURNEY, "in_app");
  private static final int LONGEST_TEXT = 500;

  private final Problems problems;
  private final Map<String, MailList> lists = new LinkedHashMap<>();
  private final Map<String, Cap> caps = new LinkedHashMap<>();
  private final Map<ASTNode, String> categories = new LinkedHashMap<>();
  private final List<String> exempt = new ArrayList<>();
  private @Nullable Cap all;
  private boolean exempts;
  private String id = "";
  private Map<String, @Nullable String> said = new LinkedHashMap<>();

  ListsRecorder(Problems problems) {
    this.problems = problems;
  }

  /** How long one of a unit such as {@code days} is, or null if it is none of fixed length. */
  static @Nullable Duration unit(String name) {
    return switch (name) {
      case "second", "seconds" -> Duration.ofSeconds(1);
      case "minute", "minutes" -> Duration.ofMinutes(1);
      case "hour", "hours" -> Duration.ofHours(1);
      case "day", "days" -> Duration.ofDays(1);
      case "week", "weeks" -> Duration.ofDays(7);
      default -> null;
    };
  }

  void begin(ASTNode at, String list) {
    id = list;
    said = new LinkedHashMap<>();
    if (RESERVED.contains(list)) {
      problems.add(at, "the list id '%s' is taken by the service; use another".formatted(list));
    } else if (!ID.matcher(list).matches()) {
      problems.add(
          at,
          "the list id '%s' is not 1 to 64 letters, digits, '_' or '-', such as 'product-news'"
              .formatted(list));
    } else if (lists.containsKey(list)) {
      problems.add(at, "the list '%s' is declared twice; remove one".formatted(list));
    }
  }

  void said(ASTNode at, String word, @Nullable String text) {
    boolean twice = said.containsKey(word) || (word.startsWith("opt") && said("optIn", "optOut"));
    if (twice) {
      problems.add(at, "'%s' is said twice of the list '%s'".formatted(word, id));
    } else if (text != null && (text.isBlank() || text.length() > LONGEST_TEXT)) {
      problems.add(at, "'%s' takes 1 to %d characters".formatted(word, LONGEST_TEXT));
    }
    said.put(word, text);
  }

  private boolean said(String word, String other) {
    return said.containsKey(word) || said.containsKey(other);
  }

  void end() {
    String name = said.get("name");
    lists.put(
        id,
        new MailList(
            id, name == null ? id : name, said.get("description"), said.containsKey("optIn")));
  }

  void cap(
      ASTNode at,
      int count,
      @Nullable Duration per,
      @Nullable ASTNode place,
      @Nullable String category) {
    if (per == null) {
      return;
    }
    if (category == null ? all != null : caps.containsKey(category)) {
      problems.add(
          at,
          category == null
              ? "'cap' is said twice for all mails; remove one"
              : "'cap' is said twice for the category '%s'; remove one".formatted(category));
      return;
    }
    try {
      Cap cap = new Cap(count, per);
      if (category == null || place == null) {
        all = cap;
      } else {
        caps.put(category, cap);
        categories.put(place, category);
      }
    } catch (IllegalArgumentException e) {
      problems.add(at, String.valueOf(e.getMessage()));
    }
  }

  void exempt(ASTNode at, @Nullable String category) {
    exempts = true;
    if (category != null) {
      exempt.add(category);
      categories.put(at, category);
    }
  }

  /** All of it; a category that is none is a problem. */
  ListsDefinition definition() {
    ListsDefinition plain = new ListsDefinition(List.copyOf(lists.values()), Caps.NONE);
    categories.forEach(
        (at, category) -> {
          if (!plain.has(category)) {
            problems.add(at, noList(category, plain));
          }
        });
    return new ListsDefinition(
        plain.lists(), new Caps(all, caps, exempts ? new TreeSet<>(exempt) : Caps.NONE.exempt()));
  }

  /** That a category is none, and what to do. */
  static String noList(String category, ListsDefinition lists) {
    String near = Suggestions.hint(category, lists.categories());
    return "no list '%s'%s"
        .formatted(
            category,
            near.isEmpty() ? "; declare it in lists.groovy: list('" + category + "')" : near);
  }
}
