package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.args;

import dev.sojourn.dsl.compile.WhereTransform.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.jspecify.annotations.Nullable;

/** Rewrites what is short for something else: {@code where { … }}, {@code contact.plan}. */
final class Rewrite extends ClassCodeExpressionTransformer {
  private static final Map<String, Set<String>> VIEWS =
      Map.of("contact", Set.of("id", "email"), "event", Set.of("eventName", "occurredAt"));

  private static final String NOT_AS_A_WHOLE =
      "%1$s has no 'properties'; each is read by its own name: %1$s.plan";

  private final SourceUnit source;
  private final Problems problems;
  private final WhereTransform where;

  Rewrite(SourceUnit source, Problems problems) {
    this.source = source;
    this.problems = problems;
    this.where = new WhereTransform(problems, this::transform);
  }

  void apply(ClosureExpression body) {
    body.getCode().visit(this);
  }

  @Override
  protected SourceUnit getSourceUnit() {
    return source;
  }

  @Override
  public Expression transform(Expression expression) {
    if (expression instanceof ClosureExpression closure) {
      closure.getCode().visit(this);
      return closure;
    }
    if (expression instanceof MethodCallExpression call && call.isImplicitThis()) {
      conditions(call);
    } else if (expression instanceof PropertyExpression property) {
      Expression read = isOfEach(property) ? ofEach(property) : property(property);
      return read != null ? read : super.transform(expression);
    } else if (expression instanceof BinaryExpression binary) {
      return binary(binary);
    }
    return super.transform(expression);
  }

  private void conditions(MethodCallExpression call) {
    if (isWhere(call)) {
      where.arguments(call, Reach.CONTACT);
      return;
    }
    if (call.getArguments() instanceof TupleExpression arguments) {
      arguments.getExpressions().forEach(this::ofTheEvent);
    }
    MapExpression named = Names.named(call);
    if (named == null) {
      return;
    }
    List<MapEntryExpression> entries = named.getMapEntryExpressions();
    for (MapEntryExpression entry : new ArrayList<>(entries)) {
      if ("where".equals(Names.literal(entry.getKeyExpression()))) {
        ofTheEvent(entry.getValueExpression());
        Expression value = where.value(entry.getValueExpression(), Reach.PROPERTIES);
        if (value != null) {
          MapEntryExpression data = new MapEntryExpression(entry.getKeyExpression(), value);
          data.setSourcePosition(entry);
          entries.set(entries.indexOf(entry), data);
        }
      }
    }
  }

  /** A {@code where(…)} that is an argument of a word asks about the event that arrives. */
  private void ofTheEvent(Expression argument) {
    if (argument instanceof MethodCallExpression call && isWhere(call)) {
      where.arguments(call, Reach.PROPERTIES);
    }
  }

  private static boolean isWhere(MethodCallExpression call) {
    return call.isImplicitThis() && "where".equals(call.getMethodAsString());
  }

  private Expression binary(BinaryExpression binary) {
    Expression left = binary.getLeftExpression();
    int operator = binary.getOperation().getType();
    if (Types.ofType(operator, Types.ASSIGNMENT_OPERATOR)
        && (isView(root(left)) || Names.isWord(root(left), "carried"))) {
      problems.add(
          binary,
          isView(root(left))
              ? "the contact and the event cannot be changed here; they can only be read"
              : "what was carried over can only be read; hand other values to startOver");
      return new ConstantExpression(null);
    }
    if (operator == Types.LEFT_SQUARE_BRACKET && isView(left)) {
      return read(binary, left, transform(binary.getRightExpression()), binary.isSafe());
    }
    return super.transform(binary);
  }

  private static boolean isOfEach(PropertyExpression property) {
    return property.isSpreadSafe() && "properties".equals(property.getPropertyAsString());
  }

  /** {@code events*.properties}, which Groovy would read past the events' own, by its method. */
  private Expression ofEach(PropertyExpression property) {
    MethodCallExpression get =
        new MethodCallExpression(
            transform(property.getObjectExpression()),
            AllowCheck.PROPERTIES,
            ArgumentListExpression.EMPTY_ARGUMENTS);
    get.setImplicitThis(false);
    get.setSpreadSafe(true);
    get.setSourcePosition(property);
    get.getMethod().setSourcePosition(property);
    return get;
  }

  private @Nullable Expression property(PropertyExpression property) {
    Expression view = property.getObjectExpression();
    String name = property.getPropertyAsString();
    if (property instanceof AttributeExpression
        || !(view instanceof VariableExpression variable)
        || !isView(view)
        || VIEWS.getOrDefault(variable.getName(), Set.of()).contains(name)) {
      return null;
    }
    if ("properties".equals(name)) {
      problems.add(property, NOT_AS_A_WHOLE.formatted(variable.getName()));
      return null;
    }
    return read(property, view, transform(property.getProperty()), property.isSafe());
  }

  private static Expression read(Expression at, Expression view, Expression name, boolean safe) {
    MethodCallExpression get = new MethodCallExpression(view, "get", args(name));
    get.setImplicitThis(false);
    get.setSafe(safe);
    get.setSourcePosition(at);
    get.getMethod().setSourcePosition(at);
    return get;
  }

  private static Expression root(Expression left) {
    if (left instanceof PropertyExpression property) {
      return property.getObjectExpression();
    }
    return left instanceof BinaryExpression index
            && index.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
        ? index.getLeftExpression()
        : left;
  }

  private static boolean isView(Expression expression) {
    return Names.isWord(expression, "contact") || Names.isWord(expression, "event");
  }
}
