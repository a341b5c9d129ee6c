package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.RunScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.jspecify.annotations.Nullable;

/**
 * The literals in steps that others refer to: labels and events for the journal, names of other
 * things of the bundle.
 */
final class Mentions {
  private static final Set<String> NAMED_BY_ARGUMENT =
      Set.of(
          "sendEmail",
          "waitForEvent",
          "waitForAny",
          "once",
          "checkpoint",
          "variant",
          "trigger",
          "startJourney",
          "hasEvent",
          "countOf",
          "events",
          "journey",
          "email");
  private static final Set<String> NAMED_BY_WORD = Set.of("throttle", "isSubscribed");
  private static final Map<String, Mention.Kind> KINDS =
      Map.of(
          "sendEmail", Mention.Kind.TEMPLATE,
          "email", Mention.Kind.PAST_TEMPLATE,
          "journey", Mention.Kind.JOURNEY,
          "startJourney", Mention.Kind.STARTED_JOURNEY);

  /** What handles wait for. */
  private static final Map<String, List<String>> OF_HANDLES =
      Map.of(
          "opened", List.of("email.opened"),
          "clicked", List.of("email.link_clicked"),
          "ended", List.of("journey:completed", "journey:exited", "journey:failed"));

  private final Set<String> labels = new LinkedHashSet<>();
  private final List<Mention> places = new ArrayList<>();

  /** Notes what a call of a word in steps mentions. */
  void note(MethodCallExpression call, String word) {
    Expression first = Names.positional(call, 0);
    if (KINDS.containsKey(word)) {
      place(KINDS.get(word), first);
    }
    place(word.equals("throttle") ? Mention.Kind.CATEGORY : null, Names.named(call, "category"));
    if (word.equals("waitForChange")) {
      labels.add(RunScope.CONTACT_CHANGED);
    }
    label(Names.named(call, "label"));
    if (word.equals("digest")) {
      label(Names.named(call, "event"));
    }
    if (NAMED_BY_ARGUMENT.contains(word)) {
      label(first);
    } else if (NAMED_BY_WORD.contains(word)) {
      labels.add(word);
    }
    for (int i = 1; word.equals("waitForAny") && Names.positional(call, i) != null; i++) {
      label(Names.positional(call, i));
    }
  }

  /** Notes what a call of a word in the top half mentions. */
  void noteTop(MethodCallExpression call, String word) {
    place(word.equals("category") ? Mention.Kind.CATEGORY : null, Names.positional(call, 0));
  }

  /** Notes what a call on a value mentions: the wait of a handle, a part of a condition. */
  void noteOther(MethodCallExpression call, String name) {
    Expression first = Names.positional(call, 0);
    if (OF_HANDLES.containsKey(name) && Names.named(call, "within") != null) {
      labels.addAll(OF_HANDLES.get(name));
      label(Names.named(call, "label"));
    } else if (call.getObjectExpression() instanceof ClassExpression owner
        && owner.getType().getName().equals(Conditions.class.getName())) {
      if (name.equals("event")) {
        label(first);
      }
      place(name.equals("email") ? Mention.Kind.PAST_TEMPLATE : null, first);
    }
  }

  private void label(@Nullable Expression literal) {
    String text = Names.literal(literal);
    if (text != null) {
      labels.add(text);
    }
  }

  private void place(Mention.@Nullable Kind kind, @Nullable Expression literal) {
    String text = Names.literal(literal);
    if (kind != null && literal != null && text != null) {
      places.add(new Mention(kind, text, literal.getLineNumber(), literal.getColumnNumber()));
    }
  }

  List<String> labels() {
    return List.copyOf(labels);
  }

  List<Mention> places() {
    return List.copyOf(places);
  }
}
