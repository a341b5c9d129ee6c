package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.definition.Condition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.SpreadExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;
import org.jspecify.annotations.Nullable;

/**
 * Reads one condition of a script: {@code plan == 'pro'} and what {@code && || !} make of such, a
 * builder, or a literal. What it cannot read it refuses, and answers null.
 */
final class ConditionParser {
  static final String FORM =
      "a condition compares a property with a value, such as plan == 'pro' && seats >= 50";
  private static final Map<Integer, Operator> OPERATORS =
      Map.of(
          Types.COMPARE_EQUAL, Operator.EQ,
          Types.COMPARE_NOT_EQUAL, Operator.NEQ,
          Types.COMPARE_LESS_THAN, Operator.LT,
          Types.COMPARE_LESS_THAN_EQUAL, Operator.LTE,
          Types.COMPARE_GREATER_THAN, Operator.GT,
          Types.COMPARE_GREATER_THAN_EQUAL, Operator.GTE);

  private final Problems problems;
  private final PropertySide sides;
  private final ConditionBuilders builders;
  private final ConditionLiterals literals;

  ConditionParser(Problems problems) {
    this.problems = problems;
    this.sides = new PropertySide(problems);
    this.builders = new ConditionBuilders(problems, this);
    this.literals = new ConditionLiterals(problems, this);
  }

  /** Whether the expression is meant as a condition, right or wrong. */
  boolean isCondition(Expression expression) {
    if (expression instanceof BinaryExpression binary) {
      int operator = binary.getOperation().getType();
      return isJoin(operator) || isMembership(operator) || OPERATORS.containsKey(operator);
    }
    return expression instanceof BooleanExpression
        || expression instanceof MapExpression
        || ConditionBuilders.builds(expression)
        || (expression instanceof MethodCallExpression call && sides.isContains(call));
  }

  /** The condition, or null if it was refused. */
  @Nullable Draft condition(Expression written) {
    Expression expression = unwrapped(written);
    if (expression instanceof NotExpression not) {
      Draft inner = condition(not.getExpression());
      return inner == null ? null : inner.negated();
    }
    if (expression instanceof BinaryExpression binary) {
      int operator = binary.getOperation().getType();
      if (isJoin(operator)) {
        return joined(binary, operator == Types.LOGICAL_AND);
      }
      return isMembership(operator)
          ? membership(binary, operator == Types.KEYWORD_IN)
          : comparison(binary);
    }
    if (expression instanceof MapExpression literal) {
      return literals.condition(literal);
    }
    if (expression instanceof MethodCallExpression call) {
      return ConditionBuilders.builds(call) ? builders.condition(call) : contains(call);
    }
    return refused(expression, noCondition(expression));
  }

  /** A property compared with a value, both checked. */
  @Nullable Draft compared(ASTNode at, Expression property, Operator operator, Expression value) {
    if (value instanceof ConstantExpression constant && constant.isNullExpression()) {
      return switch (operator) {
        case EQ -> new Draft.Compared(at, property, Operator.NOT_EXISTS, null);
        case NEQ -> new Draft.Compared(at, property, Operator.EXISTS, null);
        default -> refused(at, "null can only be compared with == and !=");
      };
    }
    if (value instanceof ListExpression
        || value instanceof MapExpression
        || value instanceof ClosureExpression
        || value instanceof RangeExpression) {
      return refused(
          value,
          "a property is compared with %s; for several values write plan in ['a', 'b']"
              .formatted(Operator.EQ.accepted()));
    }
    boolean isText = Names.literal(value) != null || value instanceof GStringExpression;
    boolean isKnown = isText || value instanceof ConstantExpression;
    boolean isNumber =
        value instanceof ConstantExpression constant && constant.getValue() instanceof Number;
    if (operator.isOrder() && isKnown && !isNumber) {
      return refused(value, "%s compares numbers only".formatted(symbol(at, operator)));
    }
    if (operator == Operator.CONTAINS && isKnown && !isText) {
      return refused(value, "contains looks for text: title.contains('x')");
    }
    return new Draft.Compared(at, property, operator, value);
  }

  private @Nullable Draft joined(BinaryExpression binary, boolean all) {
    Draft left = condition(binary.getLeftExpression());
    Draft right = condition(binary.getRightExpression());
    return left == null || right == null
        ? null
        : Draft.Joined.joined(binary, all, true, List.of(left, right));
  }

  private @Nullable Draft comparison(BinaryExpression binary) {
    Operator operator = OPERATORS.get(binary.getOperation().getType());
    if (operator == null) {
      return refused(binary, operatorHint(binary));
    }
    Expression left = binary.getLeftExpression();
    Expression right = binary.getRightExpression();
    if (sides.isProperty(left)) {
      return compared(binary, sides.name(left), operator, right);
    }
    if (sides.isProperty(right)) {
      return compared(binary, sides.name(right), operator.mirrored(), left);
    }
    return refused(left, sides.whyNot(left));
  }

  private @Nullable Draft membership(BinaryExpression binary, boolean inside) {
    Expression left = binary.getLeftExpression();
    Expression list = binary.getRightExpression();
    if (!sides.isProperty(left)) {
      return refused(
          left,
          sides.isProperty(list)
              ? "'in' looks for the property on its left in a list: plan in ['a', 'b']"
              : sides.whyNot(left));
    }
    Draft draft = oneOf(binary, sides.name(left), list);
    return draft == null || inside ? draft : draft.negated();
  }

  private @Nullable Draft oneOf(ASTNode at, Expression property, Expression list) {
    if (list instanceof RangeExpression) {
      return refused(list, "a range cannot be used here; write seats >= 1 && seats <= 5");
    }
    if (list instanceof ConstantExpression
        || list instanceof GStringExpression
        || list instanceof MapExpression
        || list instanceof ClosureExpression) {
      return refused(list, "'in' takes a list: plan in ['a', 'b']");
    }
    if (!(list instanceof ListExpression literal) || spreads(literal)) {
      return new Draft.Listed(at, property, true, list);
    }
    if (literal.getExpressions().isEmpty()) {
      return refused(list, "'in' needs one value or more: plan in ['a', 'b']");
    }
    List<Draft> parts = new ArrayList<>();
    for (Expression value : literal.getExpressions()) {
      Draft part = compared(at, property, Operator.EQ, value);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return parts.size() == 1 ? parts.get(0) : new Draft.Joined(at, false, true, parts);
  }

  private @Nullable Draft contains(MethodCallExpression call) {
    if (!sides.isContains(call)) {
      return refused(call, sides.whyNotCall(call));
    }
    Expression part = Names.positional(call, 0);
    if (part == null || Names.positional(call, 1) != null) {
      return refused(call, "contains takes one text: title.contains('x')");
    }
    return compared(call, sides.name(call.getObjectExpression()), Operator.CONTAINS, part);
  }

  private static String noCondition(Expression expression) {
    if (expression instanceof VariableExpression name) {
      return "say what '%s' is compared with: %s == true".formatted(name.getName(), name.getName());
    }
    return expression instanceof TernaryExpression
        ? "'?' cannot be used in where; write plan == 'a' && seats > 5 || plan == 'b'"
        : FORM;
  }

  private static String operatorHint(BinaryExpression binary) {
    return switch (binary.getOperation().getType()) {
      case Types.ASSIGN -> "'=' assigns; compare with '=='";
      case Types.FIND_REGEX, Types.MATCH_REGEX ->
          "'%s' cannot be used in where; look for a part of the text: plan.contains('x')"
              .formatted(binary.getOperation().getText());
      case Types.PLUS, Types.MINUS, Types.MULTIPLY, Types.DIVIDE -> FORM;
      default ->
          "'%s' cannot be used in where; use == != < <= > >= in contains"
              .formatted(binary.getOperation().getText());
    };
  }

  private static String symbol(ASTNode at, Operator operator) {
    return at instanceof BinaryExpression binary
        ? "'" + binary.getOperation().getText() + "'"
        : "'" + operator.wire() + "'";
  }

  private static boolean isJoin(int operator) {
    return operator == Types.LOGICAL_AND || operator == Types.LOGICAL_OR;
  }

  private static boolean isMembership(int operator) {
    return operator == Types.KEYWORD_IN || operator == Types.COMPARE_NOT_IN;
  }

  private static boolean spreads(ListExpression list) {
    return list.getExpressions().stream().anyMatch(SpreadExpression.class::isInstance);
  }

  private static Expression unwrapped(Expression expression) {
    return expression instanceof BooleanExpression wrapped && !(wrapped instanceof NotExpression)
        ? unwrapped(wrapped.getExpression())
        : expression;
  }

  private @Nullable Draft refused(ASTNode node, String message) {
    problems.add(node, message);
    return null;
  }
}
