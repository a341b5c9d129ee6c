package dev.sojourn.dsl.compile;

import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.jspecify.annotations.Nullable;

/** Questions about names and arguments in a syntax tree whose scopes are known. */
final class Names {
  private Names() {}

  /** Whether the name was declared in the script: a variable, a parameter, {@code it}. */
  static boolean isLocal(VariableExpression name) {
    Variable accessed = name.getAccessedVariable();
    return accessed instanceof Parameter || accessed instanceof VariableExpression;
  }

  /** Whether the expression is this bare name, not declared in the script. */
  static boolean isWord(Expression expression, String name) {
    return expression instanceof VariableExpression variable
        && variable.getName().equals(name)
        && !isLocal(variable);
  }

  /** The named arguments of a call, or null if it has none. */
  static @Nullable MapExpression named(MethodCallExpression call) {
    return call.getArguments() instanceof TupleExpression tuple
            && !tuple.getExpressions().isEmpty()
            && tuple.getExpression(0) instanceof MapExpression map
        ? map
        : null;
  }

  /** The value of a named argument, or null if the call has none of this name. */
  static @Nullable Expression named(MethodCallExpression call, String name) {
    MapExpression given = named(call);
    return given == null
        ? null
        : given.getMapEntryExpressions().stream()
            .filter(entry -> name.equals(literal(entry.getKeyExpression())))
            .map(MapEntryExpression::getValueExpression)
            .findFirst()
            .orElse(null);
  }

  /** The argument at this place, named arguments not counted, or null. */
  static @Nullable Expression positional(MethodCallExpression call, int place) {
    if (!(call.getArguments() instanceof TupleExpression tuple)) {
      return null;
    }
    int index = named(call) == null ? place : place + 1;
    return index < tuple.getExpressions().size() ? tuple.getExpression(index) : null;
  }

  /** The number in a call of a word that is given nothing else: {@code sleepFor(2)}; or null. */
  static @Nullable Integer lonelyNumber(Expression expression) {
    return expression instanceof MethodCallExpression call
            && call.isImplicitThis()
            && positional(call, 0) instanceof ConstantExpression constant
            && positional(call, 1) == null
            && constant.getValue() instanceof Integer number
        ? number
        : null;
  }

  /** The text of a literal, or null if the expression is none. */
  static @Nullable String literal(@Nullable Expression expression) {
    return expression instanceof ConstantExpression constant
            && constant.getValue() instanceof String text
        ? text
        : null;
  }
}
