package dev.sojourn.dsl.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** The literals in a script that others refer to: labels for the journal, keys of templates. */
final class Mentions {
  private static final Set<String> NAMED_BY_ARGUMENT =
      Set.of("sendEmail", "waitForEvent", "once", "checkpoint", "hasEvent");
  private static final Set<String> NAMED_BY_WORD = Set.of("sleepFor", "sleepUntil", "now");

  private final Set<String> labels = new LinkedHashSet<>();
  private final List<TemplateUse> templates = new ArrayList<>();

  /** Notes what a call of a word in steps mentions. */
  void note(MethodCallExpression call, String word) {
    Expression first = Names.positional(call, 0);
    String argument = Names.literal(first);
    if (word.equals("sendEmail") && first != null && argument != null) {
      templates.add(new TemplateUse(argument, first.getLineNumber(), first.getColumnNumber()));
    }
    MapExpression named = Names.named(call);
    MapEntryExpression label =
        named == null
            ? null
            : named.getMapEntryExpressions().stream()
                .filter(entry -> "label".equals(Names.literal(entry.getKeyExpression())))
                .findFirst()
                .orElse(null);
    if (label != null) {
      String text = Names.literal(label.getValueExpression());
      if (text != null) {
        labels.add(text);
      }
      if (NAMED_BY_ARGUMENT.contains(word) && argument != null) {
        labels.add(argument);
      }
    } else if (NAMED_BY_WORD.contains(word)) {
      labels.add(word);
    } else if (NAMED_BY_ARGUMENT.contains(word) && argument != null) {
      labels.add(argument);
    }
  }

  List<String> labels() {
    return List.copyOf(labels);
  }

  List<TemplateUse> templates() {
    return List.copyOf(templates);
  }
}
