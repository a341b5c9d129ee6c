package dev.sojourn.runtime.http;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import dev.sojourn.core.preference.Grant;
import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.core.verdict.Wishes;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.dsl.definition.MailList;
import dev.sojourn.runtime.http.Messages.Texts;
import dev.sojourn.runtime.preference.Preference;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages on which the readers of mails leave them or choose among them. They are plain forms
 * that need no script; everything in them is escaped by the template.
 */
final class PreferencePages {
  private final Mustache page = new DefaultMustacheFactory("pages").compile("page.mustache");

  /** A kind of mail to choose. */
  record Kind(String id, String name, @Nullable String description) {}

  /** The kinds of mail somebody may choose among, in the order in which they are shown. */
  static List<Kind> kinds(Texts texts, ListsDefinition lists, Wishes wishes) {
    List<Kind> kinds = new ArrayList<>();
    kinds.add(builtIn(texts, ListsDefinition.JOURNEY));
    for (MailList list : lists.lists()) {
      kinds.add(new Kind(list.id(), list.name(), list.description()));
    }
    if (!wishes.want(ListsDefinition.TRANSACTIONAL, lists)) {
      kinds.add(builtIn(texts, ListsDefinition.TRANSACTIONAL));
    }
    return kinds;
  }

  private static Kind builtIn(Texts texts, String id) {
    return new Kind(id, texts.of(id + ".name"), texts.of(id + ".description"));
  }

  /** Asks for the one click that leaves, or comes back. */
  String ask(Texts texts, Grant grant, ListsDefinition lists) {
    boolean leave = grant.action() == Grant.Action.UNSUBSCRIBE;
    Map<String, @Nullable Object> scope =
        scope(texts, texts.of(leave ? "unsubscribe.title" : "subscribe.title"));
    if (leave) {
      scope.put("text", about("unsubscribe", texts, grant, lists));
    }
    scope.put(
        "ask",
        List.of(button(texts.of(leave ? "unsubscribe.button" : "subscribe.button"), null, false)));
    return written(scope);
  }

  /**
   * Says what was done, with a way back.
   *
   * @param links for the way back and to all preferences
   */
  String done(Texts texts, Grant grant, ListsDefinition lists, MailLinks links) {
    boolean left = grant.action() == Grant.Action.UNSUBSCRIBE;
    String what = left ? "unsubscribed" : "subscribed";
    Map<String, @Nullable Object> scope = scope(texts, texts.of(what + ".title"));
    scope.put("note", about(what, texts, grant, lists));
    if (left) {
      String back = links.tokens().sign(grant.withAction(Grant.Action.RESUBSCRIBE));
      scope.put("text", texts.of("undo.question"));
      scope.put("ask", List.of(button(texts.of("undo.button"), "?token=" + back, true)));
    }
    String manage = links.tokens().sign(grant.withAction(Grant.Action.MANAGE));
    scope.put(
        "more",
        Map.of("href", "preferences?token=" + manage, "label", texts.of("preferences.link")));
    return written(scope);
  }

  /** Everything one person can choose. */
  String preferences(Texts texts, Preference preference, ListsDefinition lists, boolean saved) {
    Wishes wishes = preference.standing().wishes();
    boolean none = wishes.unsubscribedFromAll();
    Map<String, @Nullable Object> scope = scope(texts, texts.of("preferences.title"));
    @Nullable String state = none ? texts.of("preferences.none") : null;
    @Nullable String note = saved ? texts.of("preferences.saved") : null;
    scope.put(
        "note", Stream.of(note, state).filter(Objects::nonNull).collect(Collectors.joining(" ")));
    scope.put("barred", wishes.suppressed() ? texts.of("preferences.barred") : null);
    scope.put("text", texts.of("preferences.for", preference.email()));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Kind kind : kinds(texts, lists, wishes)) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("id", kind.id());
      row.put("name", kind.name());
      row.put("description", kind.description());
      row.put("wanted", wishes.want(kind.id(), lists));
      rows.add(row);
    }
    scope.put(
        "kinds",
        Map.of(
            "legend", texts.of("preferences.legend"),
            "rows", rows,
            "save", texts.of("preferences.save")));
    Map<String, @Nullable Object> all =
        button(texts.of(none ? "all.return" : "all.leave"), null, true);
    all.put("heading", texts.of("all.title"));
    all.put("field", "all");
    all.put("value", none ? "return" : "leave");
    scope.put("ask", List.of(all));
    return written(scope);
  }

  /** Says that a link is worth nothing. */
  String invalid(Texts texts) {
    Map<String, @Nullable Object> scope = scope(texts, texts.of("invalid.title"));
    scope.put("text", texts.of("invalid.text"));
    return written(scope);
  }

  private static String about(String what, Texts texts, Grant grant, ListsDefinition lists) {
    String category = grant.category();
    return category == null
        ? texts.of(what + ".all", grant.email())
        : texts.of(what + ".category", grant.email(), name(texts, category, lists));
  }

  private static String name(Texts texts, String category, ListsDefinition lists) {
    return ListsDefinition.BUILT_IN.contains(category)
        ? texts.of(category + ".name")
        : lists.list(category).map(MailList::name).orElse(category);
  }

  private static Map<String, @Nullable Object> button(
      String label, @Nullable String action, boolean quiet) {
    Map<String, @Nullable Object> button = new HashMap<>();
    button.put("button", label);
    button.put("action", action);
    button.put("quiet", quiet);
    button.put("heading", null);
    button.put("field", null);
    return button;
  }

  private static Map<String, @Nullable Object> scope(Texts texts, String title) {
    Map<String, @Nullable Object> scope = new HashMap<>();
    scope.put("lang", texts.language());
    scope.put("title", title);
    return scope;
  }

  private String written(Map<String, @Nullable Object> scope) {
    StringWriter out = new StringWriter();
    page.execute(out, scope);
    return out.toString();
  }
}
