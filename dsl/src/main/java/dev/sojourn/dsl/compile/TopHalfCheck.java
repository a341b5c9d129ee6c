package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.EntryRule;
import dev.sojourn.dsl.definition.OnRepeat;
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
import org.jspecify.annotations.Nullable;

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
  private final Map<String, Integer> lines = new HashMap<>();

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

  /** Where its words stand, as {@link Script#wordLine} is asked. */
  Map<String, Integer> lines() {
    return lines;
  }

  /** Whether it says this word. */
  boolean says(String word) {
    return said.containsKey(word);
  }

  /** Warns of a repeat that the entry limit never lets begin. */
  void against(EntryRule entry) {
    ASTNode repeat = said.get("onRepeat");
    if (repeat != null
        && entry.onRepeat() != OnRepeat.IGNORE
        && entry.limit() instanceof EntryLimit.Once) {
      problems.warn(
          repeat,
          "a contact enters once, so no trigger begins another run; write entryLimit unlimited");
    }
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
    } else if (expression instanceof BinaryExpression list
        && list.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
        && list.getLeftExpression() instanceof VariableExpression name
        && WordBook.TOP.has(name.getName())) {
      problems.add(
          list, "write the values without brackets: %s 'one', 'other'".formatted(name.getName()));
    } else if (expression instanceof MethodCallExpression more
        && more.getObjectExpression() instanceof MethodCallExpression word
        && word.isImplicitThis()) {
      problems.add(more, tooMany(word.getMethodAsString(), more.getMethodAsString()));
    } else if (statement.getLineNumber() > 0) {
      problems.add(statement, "the top half holds one word on each line; move this into steps { }");
    }
  }

  private static String tooMany(@Nullable String word, @Nullable String more) {
    return "entryLimit".equals(word)
        ? "'%s' is not expected here; write entryLimit oncePer(7.days)".formatted(more)
        : "'%s' is not expected here; put a comma between the values of '%s'".formatted(more, word);
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
    lines.putIfAbsent(word, call.getLineNumber());
    if (REPEATABLE.contains(word)) {
      String event = Names.literal(Names.positional(call, 0));
      for (int i = 1; event != null; i++) {
        lines.putIfAbsent(word + " " + event, call.getLineNumber());
        event = Names.literal(Names.positional(call, i));
      }
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
