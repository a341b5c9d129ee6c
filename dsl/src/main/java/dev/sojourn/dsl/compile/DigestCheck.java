package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.DurationWords;
import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.EntryRule;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.jspecify.annotations.Nullable;

/** Doubts about how often a digest can begin: events that no window of any run gathers. */
final class DigestCheck extends LoopDepth {
  /** A digest that stands in no loop, with its window if that is a literal. */
  private record Found(int line, int column, Optional<Duration> window, boolean named) {}

  private final List<Found> digests = new ArrayList<>();

  /** The digests in steps whose words are not bound yet. */
  static DigestCheck of(ClosureExpression steps) {
    DigestCheck check = new DigestCheck();
    steps.getCode().visit(check);
    return check;
  }

  /** Warns of digests that the entry limit keeps from the events that follow them. */
  void against(EntryRule entry, Problems problems) {
    EntryLimit limit = entry.limit();
    for (Found digest : digests) {
      if (entry.date() != null && !digest.named()) {
        problems.warn(
            digest.line(),
            digest.column(),
            "this gathers the events that enrol, and a date is none; name others:"
                + " digest event: 'item.viewed', window: 1.day");
      } else if (limit instanceof EntryLimit.Once) {
        problems.warn(
            digest.line(),
            digest.column(),
            "a contact enters once, so this gathers one window ever; write entryLimit unlimited");
      } else if (limit instanceof EntryLimit.OncePer per
          && digest.window().filter(window -> per.period().compareTo(window) > 0).isPresent()) {
        problems.warn(
            digest.line(),
            digest.column(),
            "a contact enters again only after the period of oncePer, and events between the end of"
                + " the window and then are lost; make the period no longer than the window");
      }
    }
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    super.visitMethodCallExpression(call);
    if (loops == 0 && call.isImplicitThis() && "digest".equals(call.getMethodAsString())) {
      digests.add(
          new Found(
              call.getLineNumber(),
              call.getColumnNumber(),
              length(Names.named(call, "window")),
              Names.named(call, "event") != null));
    }
  }

  /** The length that {@code 2.days} writes; empty for what must be computed. */
  private static Optional<Duration> length(@Nullable Expression written) {
    if (written instanceof PropertyExpression property
        && property.getObjectExpression() instanceof ConstantExpression constant
        && constant.getValue() instanceof Integer count) {
      String unit = String.valueOf(property.getPropertyAsString());
      try {
        Object length =
            DurationWords.class
                .getMethod("get" + capitalised(unit), Integer.class)
                .invoke(null, count);
        return length instanceof Duration duration ? Optional.of(duration) : Optional.empty();
      } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String capitalised(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
