package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.constX;

import java.util.Set;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;

/** The side of a comparison that names a property: a bare name, or {@code prop('any name')}. */
final class PropertySide {
  private static final Set<String> ALIKE = Set.of("equals", "is", "equalsIgnoreCase");

  private final Problems problems;

  PropertySide(Problems problems) {
    this.problems = problems;
  }

  /** Whether the expression names a property. */
  boolean isProperty(Expression side) {
    return side instanceof VariableExpression name
        ? !Names.isLocal(name) && !name.isThisExpression() && !name.isSuperExpression()
        : ConditionBuilders.isProp(side);
  }

  /** The expression for the name of a side that is a property. */
  Expression name(Expression side) {
    if (side instanceof VariableExpression name) {
      Expression literal = constX(name.getName());
      literal.setSourcePosition(name);
      return literal;
    }
    return ConditionBuilders.subject((MethodCallExpression) side, problems);
  }

  /** Whether the call is {@code title.contains(…)}. */
  boolean isContains(MethodCallExpression call) {
    return "contains".equals(call.getMethodAsString())
        && !call.isImplicitThis()
        && isProperty(call.getObjectExpression());
  }

  /** Why the expression names no property. */
  String whyNot(Expression side) {
    if (side instanceof VariableExpression name && Names.isLocal(name)) {
      return ("'%s' on the left is the event's property, but a local variable has the same name; "
              + "rename the variable")
          .formatted(name.getName());
    }
    if (side instanceof PropertyExpression path) {
      Expression root = path.getObjectExpression();
      return Names.isWord(root, "contact") || Names.isWord(root, "event")
          ? "where looks at the event that arrives; ask this with if, in steps"
          : "where looks at top-level properties; paths such as 'a.b' are not possible";
    }
    if (side instanceof ClassExpression type) {
      String name = type.getType().getNameWithoutPackage();
      return "'%s' is the name of a type; write prop('%s')".formatted(name, name);
    }
    if (side instanceof BinaryExpression computed && isArithmetic(computed)) {
      return "nothing is computed from a property; put it on the value's side: seats > 50 - 1";
    }
    return side instanceof MethodCallExpression call ? whyNotCall(call) : ConditionParser.FORM;
  }

  /** Why the call is no condition. */
  String whyNotCall(MethodCallExpression call) {
    String name = call.getMethodAsString();
    Expression receiver = call.getObjectExpression();
    if (call.isImplicitThis() || name == null) {
      return ConditionParser.FORM;
    }
    if (!isProperty(receiver)) {
      return name.equals("contains") ? whyNot(receiver) : ConditionParser.FORM;
    }
    return ALIKE.contains(name)
        ? "'%s' cannot be called on a property; write plan == 'pro'".formatted(name)
        : "'%s' cannot be called on a property; contains can: plan.contains('x')".formatted(name);
  }

  private static boolean isArithmetic(BinaryExpression binary) {
    return switch (binary.getOperation().getType()) {
      case Types.PLUS,
          Types.MINUS,
          Types.MULTIPLY,
          Types.DIVIDE,
          Types.MOD,
          Types.REMAINDER,
          Types.POWER ->
          true;
      default -> false;
    };
  }
}
