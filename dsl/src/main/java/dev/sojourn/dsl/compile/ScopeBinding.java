package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.JourneyScope;
import dev.sojourn.dsl.RunScope;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Turns every word into a call on a parameter of its block that authors do not see: {@code steps {
 * RunScope scope -> scope.log('a') }}. So a block holds no state of a run, and a word means the
 * same in a nested closure and in {@code finally}, where Groovy loses implicit receivers.
 */
final class ScopeBinding extends ClassCodeExpressionTransformer {
  private static final String TOP = "$journey";
  private static final String RUN = "$run";

  private final SourceUnit source;
  private Parameter scope;
  private WordBook book;

  private ScopeBinding(SourceUnit source, ClosureExpression journey) {
    this.source = source;
    this.scope = journey.getParameters()[0];
    this.book = WordBook.TOP;
  }

  /** Gives the block of a journey and its steps their parameter, before names are resolved. */
  static void declare(MethodCallExpression call, ClosureExpression journey, Problems problems) {
    JourneyBody.Found steps = JourneyBody.steps(journey);
    if (steps != null) {
      declare(steps.call(), steps.block(), RUN, RunScope.class, problems);
    }
    declare(call, journey, TOP, JourneyScope.class, problems);
  }

  /** Binds the words in the block of a journey. */
  static void bind(SourceUnit source, ClosureExpression journey) {
    journey.getCode().visit(new ScopeBinding(source, journey));
  }

  private static void declare(
      MethodCallExpression call,
      ClosureExpression block,
      String name,
      Class<?> type,
      Problems problems) {
    if (block.isParameterSpecified()) {
      problems.add(block, "this block takes no parameters; a line with '->' must not be its first");
      return;
    }
    Parameter[] parameters = {new Parameter(ClassHelper.make(type), name)};
    ClosureExpression withScope = new ClosureExpression(parameters, block.getCode());
    withScope.setSourcePosition(block);
    if (call.getArguments() instanceof TupleExpression arguments) {
      arguments.getExpressions().replaceAll(one -> one.equals(block) ? withScope : one);
    }
  }

  @Override
  protected SourceUnit getSourceUnit() {
    return source;
  }

  @Override
  public Expression transform(Expression expression) {
    if (expression instanceof ClosureExpression closure) {
      closure(closure);
      return closure;
    }
    if (expression instanceof MethodCallExpression call && call.isImplicitThis()) {
      return word(call);
    }
    if (expression instanceof VariableExpression name
        && book.properties().contains(name.getName())
        && !Names.isLocal(name)) {
      return property(name);
    }
    return super.transform(expression);
  }

  private void closure(ClosureExpression closure) {
    Parameter[] parameters = closure.getParameters();
    boolean steps =
        parameters != null && parameters.length == 1 && parameters[0].getName().equals(RUN);
    Parameter outerScope = scope;
    WordBook outerBook = book;
    if (steps) {
      scope = parameters[0];
      book = WordBook.STEPS;
    }
    closure.getCode().visit(this);
    scope = outerScope;
    book = outerBook;
  }

  private Expression word(MethodCallExpression call) {
    Expression arguments = transform(call.getArguments());
    String name = call.getMethodAsString();
    if (name == null || !(book.has(name) || name.equals(WordBook.TURN))) {
      call.setArguments(arguments);
      return call;
    }
    MethodCallExpression bound = new MethodCallExpression(scope(call), call.getMethod(), arguments);
    bound.setImplicitThis(false);
    bound.setSourcePosition(call);
    return bound;
  }

  private Expression property(VariableExpression name) {
    String word = name.getName();
    String getter = "get" + Character.toUpperCase(word.charAt(0)) + word.substring(1);
    MethodCallExpression bound =
        new MethodCallExpression(scope(name), getter, ArgumentListExpression.EMPTY_ARGUMENTS);
    bound.setImplicitThis(false);
    bound.setSourcePosition(name);
    return bound;
  }

  private Expression scope(ASTNode at) {
    VariableExpression variable = new VariableExpression(scope);
    variable.setSourcePosition(at);
    return variable;
  }
}
