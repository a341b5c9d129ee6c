package dev.sojourn.dsl.compile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.syntax.Types;

/** Checks that the top half is a list of words, each said once, none missing. */
final class TopHalfCheck {
  private static final Set<String> REPEATABLE = Set.of("exitOn");
  private static final Map<String, String> REQUIRED =
      Map.of(
          "trigger", "name the event that enrols: trigger 'user.created'",
          "steps", "say what it does: steps { … }");

  private final Problems problems;
  private final Map<String, ASTNode> said = new HashMap<>();
  private final Map<Integer, Integer> columns = new HashMap<>();

  TopHalfCheck(Problems problems) {
    this.problems = problems;
  }

  void check(ClosureExpression body, ASTNode journey) {
    statements(body).forEach(this::statement);
    String missing =
        REQUIRED.keySet().stream()
            .filter(word -> !said.containsKey(word))
            .sorted(Comparator.reverseOrder())
            .map(word -> "no '%s'; %s".formatted(word, REQUIRED.get(word)))
            .collect(Collectors.joining("; "));
    if (!missing.isEmpty()) {
      problems.add(journey, "the journey has " + missing);
    }
  }

  /** The column at which the word in this line begins; 1 if there is none. */
  int columnOf(int line) {
    return columns.getOrDefault(line, 1);
  }

  private static List<Statement> statements(ClosureExpression body) {
    return body.getCode() instanceof BlockStatement block
        ? block.getStatements()
        : List.of(body.getCode());
  }

  private void statement(Statement statement) {
    Expression expression = null;
    if (statement instanceof ExpressionStatement one) {
      expression = one.getExpression();
    } else if (statement instanceof ReturnStatement one && one.getLineNumber() > 0) {
      expression = one.getExpression();
    }
    if (expression instanceof MethodCallExpression call && call.isImplicitThis()) {
      word(call);
    } else if (expression instanceof BinaryExpression binary
        && !(expression instanceof DeclarationExpression)
        && binary.getOperation().getType() == Types.ASSIGN
        && binary.getLeftExpression() instanceof VariableExpression name) {
      problems.add(
          binary,
          "write the word without '=': %s %s"
              .formatted(name.getName(), shown(binary.getRightExpression())));
    } else if (expression instanceof BinaryExpression minus
        && minus.getOperation().getType() == Types.MINUS
        && minus.getLeftExpression() instanceof VariableExpression name) {
      problems.add(
          minus,
          "a number below zero needs parentheses: %s(-%s)"
              .formatted(name.getName(), minus.getRightExpression().getText()));
    } else if (statement.getLineNumber() > 0) {
      problems.add(statement, "the top half holds one word on each line; move this into steps { }");
    }
  }

  private static String shown(Expression value) {
    String text = Names.literal(value);
    return text == null ? "…" : "'" + text + "'";
  }

  private void word(MethodCallExpression call) {
    columns.putIfAbsent(call.getLineNumber(), call.getColumnNumber());
    String word = call.getMethodAsString();
    if (word == null || !WordBook.TOP.has(word)) {
      return;
    }
    ASTNode before = said.putIfAbsent(word, call);
    if (before != null && !REPEATABLE.contains(word)) {
      problems.add(
          call,
          "'%s' was said in line %d already; leave one of them out"
              .formatted(word, before.getLineNumber()));
    }
  }
}
