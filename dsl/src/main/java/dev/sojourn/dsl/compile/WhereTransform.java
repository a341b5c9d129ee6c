package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.args;
import static org.codehaus.groovy.ast.tools.GeneralUtils.callX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.classX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.constX;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.syntax.Types;
import org.jspecify.annotations.Nullable;

/** Turns {@code { plan == 'pro' && seats >= 50 }} into calls that build condition data. */
final class WhereTransform {
  private static final Map<Integer, String> OPERATORS =
      Map.of(
          Types.COMPARE_EQUAL, "EQ",
          Types.COMPARE_NOT_EQUAL, "NEQ",
          Types.COMPARE_LESS_THAN, "LT",
          Types.COMPARE_LESS_THAN_EQUAL, "LTE",
          Types.COMPARE_GREATER_THAN, "GT",
          Types.COMPARE_GREATER_THAN_EQUAL, "GTE");
  private static final String FORM =
      "a condition compares a property with a value, such as plan == 'pro' && seats >= 50";

  private final Problems problems;
  private final UnaryOperator<Expression> values;

  /** {@code values} rewrites the right sides, which are ordinary expressions of the script. */
  WhereTransform(Problems problems, UnaryOperator<Expression> values) {
    this.problems = problems;
    this.values = values;
  }

  /** The expression to stand in the closure's place; of type list of conditions. */
  Expression translate(ClosureExpression where) {
    List<Expression> parts = new ArrayList<>();
    Expression condition = only(where);
    if (condition != null) {
      for (Expression part : flat(condition, Types.LOGICAL_AND)) {
        Expression built = condition(part);
        if (built != null) {
          parts.add(built);
        }
      }
    }
    return placed(call("list", parts), where);
  }

  private @Nullable Expression only(ClosureExpression where) {
    if (where.getCode() instanceof BlockStatement block && block.getStatements().size() == 1) {
      Statement statement = block.getStatements().get(0);
      if (statement instanceof ExpressionStatement one) {
        return one.getExpression();
      }
      if (statement instanceof ReturnStatement one) {
        return one.getExpression();
      }
    }
    problems.add(where, "where takes one condition; join several with && or ||");
    return null;
  }

  private @Nullable Expression condition(Expression written) {
    Expression expression = unwrapped(written);
    if (expression instanceof BinaryExpression binary) {
      int operator = binary.getOperation().getType();
      if (operator == Types.LOGICAL_AND || operator == Types.LOGICAL_OR) {
        return joined(binary, operator);
      }
      return comparison(binary);
    }
    if (expression instanceof MethodCallExpression call
        && "contains".equals(call.getMethodAsString())
        && !call.isImplicitThis()) {
      return contains(call);
    }
    if (expression instanceof NotExpression) {
      return refused(
          expression, "'!' cannot be used in where; compare: vip == false, plan == null");
    }
    if (expression instanceof VariableExpression name) {
      return refused(
          expression,
          "say what '%s' is compared with: %s == true".formatted(name.getName(), name.getName()));
    }
    return refused(expression, FORM);
  }

  private @Nullable Expression joined(BinaryExpression binary, int operator) {
    List<Expression> parts = new ArrayList<>();
    boolean whole = true;
    for (Expression part : flat(binary, operator)) {
      Expression built = condition(part);
      if (built == null) {
        whole = false;
      } else {
        parts.add(built);
      }
    }
    return whole ? placed(call(operator == Types.LOGICAL_AND ? "and" : "or", parts), binary) : null;
  }

  private @Nullable Expression comparison(BinaryExpression binary) {
    String operator = OPERATORS.get(binary.getOperation().getType());
    if (operator == null) {
      return refused(binary, operatorHint(binary));
    }
    String property = property(binary.getLeftExpression());
    if (property == null) {
      return null;
    }
    Expression value = binary.getRightExpression();
    if (value instanceof ConstantExpression constant && constant.getValue() == null) {
      return presence(binary, property, operator);
    }
    boolean ordering = !operator.equals("EQ") && !operator.equals("NEQ");
    if (ordering && value instanceof ConstantExpression other && !isNumber(other)) {
      return refused(value, "'%s' compares numbers only".formatted(symbol(binary)));
    }
    return placed(
        call("comparison", List.of(constX(property), constX(operator), values.apply(value))),
        binary);
  }

  private @Nullable Expression presence(BinaryExpression binary, String property, String operator) {
    String presence =
        switch (operator) {
          case "EQ" -> "NOT_EXISTS";
          case "NEQ" -> "EXISTS";
          default -> "";
        };
    return presence.isEmpty()
        ? refused(binary, "null can only be compared with == and !=")
        : placed(call("presence", List.of(constX(property), constX(presence))), binary);
  }

  private @Nullable Expression contains(MethodCallExpression call) {
    String property = property(call.getObjectExpression());
    Expression part = Names.positional(call, 0);
    if (property == null) {
      return null;
    }
    if (part == null || Names.positional(call, 1) != null) {
      return refused(call, "contains takes one text: %s.contains('x')".formatted(property));
    }
    if (part instanceof ConstantExpression && Names.literal(part) == null) {
      return refused(part, "contains looks for text: %s.contains('x')".formatted(property));
    }
    return placed(
        call("comparison", List.of(constX(property), constX("CONTAINS"), values.apply(part))),
        call);
  }

  private @Nullable String property(Expression left) {
    if (left instanceof VariableExpression name) {
      if (!Names.isLocal(name)) {
        return name.getName();
      }
      refused(
          left,
          ("'%s' on the left is the event's property, but a local variable has the same name; "
                  + "rename the variable")
              .formatted(name.getName()));
    } else if (left instanceof PropertyExpression) {
      refused(left, "where looks at top-level properties; paths such as 'a.b' are not possible");
    } else if (left instanceof ConstantExpression) {
      refused(left, "write the property on the left: plan == 'pro'");
    } else {
      refused(left, FORM);
    }
    return null;
  }

  private static String operatorHint(BinaryExpression binary) {
    return switch (binary.getOperation().getType()) {
      case Types.ASSIGN -> "'=' assigns; compare with '=='";
      case Types.KEYWORD_IN -> "'in' cannot be used in where; write plan == 'a' || plan == 'b'";
      default ->
          "'%s' cannot be used in where; use == != < <= > >= contains".formatted(symbol(binary));
    };
  }

  private @Nullable Expression refused(ASTNode node, String message) {
    problems.add(node, message);
    return null;
  }

  private static List<Expression> flat(Expression written, int operator) {
    Expression expression = unwrapped(written);
    if (expression instanceof BinaryExpression binary
        && binary.getOperation().getType() == operator) {
      List<Expression> parts = new ArrayList<>(flat(binary.getLeftExpression(), operator));
      parts.addAll(flat(binary.getRightExpression(), operator));
      return parts;
    }
    return List.of(expression);
  }

  private static Expression unwrapped(Expression expression) {
    return expression instanceof BooleanExpression wrapped && !(wrapped instanceof NotExpression)
        ? unwrapped(wrapped.getExpression())
        : expression;
  }

  private static boolean isNumber(ConstantExpression constant) {
    return constant.getValue() instanceof Number;
  }

  private static String symbol(BinaryExpression binary) {
    return binary.getOperation().getText();
  }

  private static Expression call(String method, List<Expression> arguments) {
    MethodCallExpression call =
        callX(classX(ClassHelper.make(Conditions.class)), method, args(arguments));
    call.setImplicitThis(false);
    return call;
  }

  private static Expression placed(Expression made, ASTNode at) {
    made.setSourcePosition(at);
    return made;
  }
}
