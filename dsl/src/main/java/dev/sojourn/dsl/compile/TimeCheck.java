package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.TimeTexts;
import dev.sojourn.dsl.WhenDay;
import dev.sojourn.dsl.WhenScope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.syntax.Types;

/** Checks, with all types known, what would fail only when a step counts time. */
final class TimeCheck extends CodeVisitorSupport {
  private static final Map<String, Consumer<String>> READ_AS =
      Map.of(
          "next", TimeTexts::weekday,
          "nextLocal", TimeTexts::time,
          "at", TimeTexts::time,
          "window", TimeTexts::time,
          "tz", TimeTexts::zone,
          "ifPast", TimeTexts::meansNow);
  private static final Set<String> SCOPES =
      Set.of(WhenScope.class.getName(), WhenDay.class.getName());
  private static final Set<Integer> SUMS =
      Set.of(Types.PLUS, Types.MINUS, Types.PLUS_EQUAL, Types.MINUS_EQUAL);
  private static final Set<String> SUM_METHODS = Set.of("plus", "minus");

  /** Lengths that java.time takes and then cannot count with. */
  private static final Map<String, String> MISFITS =
      Map.of(
          pair(Instant.class, Period.class),
          "an instant knows no months; count them from its day: (when.on(instant) +"
              + " 1.month).at('09:00')",
          pair(LocalDate.class, Duration.class),
          "a date has no hours; count its days: date.plusDays(2)",
          pair(Period.class, Duration.class),
          "months and hours do not add up; count them one by one: (when.in(1.month) +"
              + " 2.days).at('09:00')");

  private final Problems problems;
  private final Function<Expression, ClassNode> types;

  TimeCheck(Problems problems, Function<Expression, ClassNode> types) {
    this.problems = problems;
    this.types = types;
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    super.visitMethodCallExpression(call);
    String name = call.getMethodAsString();
    if (name == null || !(call.getArguments() instanceof TupleExpression arguments)) {
      return;
    }
    if (READ_AS.containsKey(name) && SCOPES.contains(type(call.getObjectExpression()))) {
      arguments.getExpressions().forEach(argument -> text(argument, READ_AS.get(name)));
    } else if (SUM_METHODS.contains(name) && arguments.getExpressions().size() == 1) {
      sum(call.getMethod(), call.getObjectExpression(), arguments.getExpression(0));
    }
  }

  private void text(Expression argument, Consumer<String> read) {
    String text = Names.literal(argument);
    if (text != null) {
      try {
        read.accept(text);
      } catch (IllegalArgumentException e) {
        problems.add(argument, String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public void visitBinaryExpression(BinaryExpression binary) {
    super.visitBinaryExpression(binary);
    if (SUMS.contains(binary.getOperation().getType())) {
      sum(binary, binary.getLeftExpression(), binary.getRightExpression());
    }
  }

  private void sum(ASTNode at, Expression from, Expression by) {
    String advice = MISFITS.get(type(from) + " " + type(by));
    if (advice != null) {
      problems.add(at, advice);
    }
  }

  private static String pair(Class<?> from, Class<?> by) {
    return from.getName() + " " + by.getName();
  }

  private String type(Expression expression) {
    return types.apply(expression).getName();
  }
}
