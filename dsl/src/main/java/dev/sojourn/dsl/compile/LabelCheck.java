package dev.sojourn.dsl.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.CaseStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.SwitchStatement;
import org.jspecify.annotations.Nullable;

/** Doubts about labels: two steps of one way through the script that bear the same one. */
final class LabelCheck extends CodeVisitorSupport {
  private static final Set<String> LABELLED_BY_ARGUMENT = Set.of("once", "checkpoint");

  /** One side of a fork of the way; others of the same fork exclude it. */
  private record Side(Statement fork, int number) {}

  private record Place(int line, List<Side> way) {
    boolean excludes(List<Side> other) {
      return way.stream()
          .anyMatch(
              mine ->
                  other.stream()
                      .anyMatch(one -> one.fork() == mine.fork() && one.number() != mine.number()));
    }
  }

  private final Problems problems;
  private final Deque<Side> way = new ArrayDeque<>();
  private final Map<String, List<Place>> places = new HashMap<>();

  private LabelCheck(Problems problems) {
    this.problems = problems;
  }

  /** Warns of what is doubtful in steps whose words are not bound yet. */
  static void check(ClosureExpression steps, Problems problems) {
    steps.getCode().visit(new LabelCheck(problems));
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    super.visitMethodCallExpression(call);
    String word = String.valueOf(call.getMethodAsString());
    Expression label =
        call.isImplicitThis() && LABELLED_BY_ARGUMENT.contains(word)
            ? Names.positional(call, 0)
            : Names.named(call, "label");
    String text = Names.literal(label);
    if (label != null && text != null) {
      label(label, text);
    }
  }

  private void label(Expression at, String text) {
    List<Side> here = List.copyOf(way);
    List<Place> before = places.computeIfAbsent(text, any -> new ArrayList<>());
    Place same = first(before, here);
    before.add(new Place(at.getLineNumber(), here));
    if (same != null) {
      problems.warn(
          at,
          "the label '%s' names the step in line %d already; give each step a label of its own"
              .formatted(text, same.line()));
    }
  }

  private static @Nullable Place first(List<Place> before, List<Side> here) {
    return before.stream().filter(place -> !place.excludes(here)).findFirst().orElse(null);
  }

  @Override
  public void visitIfElse(IfStatement fork) {
    fork.getBooleanExpression().visit(this);
    side(fork, 1, fork.getIfBlock());
    side(fork, 2, fork.getElseBlock());
  }

  @Override
  public void visitSwitch(SwitchStatement fork) {
    fork.getExpression().visit(this);
    int number = 0;
    for (CaseStatement one : fork.getCaseStatements()) {
      side(fork, ++number, one);
    }
    side(fork, ++number, fork.getDefaultStatement());
  }

  private void side(Statement fork, int number, Statement body) {
    way.push(new Side(fork, number));
    body.visit(this);
    way.pop();
  }
}
