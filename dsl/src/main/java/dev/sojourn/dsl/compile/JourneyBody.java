package dev.sojourn.dsl.compile;

import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;
import org.jspecify.annotations.Nullable;

/** Finds the call of a word with a block in a syntax tree. */
final class JourneyBody extends CodeVisitorSupport {
  /** A call and the block it was given. */
  record Found(MethodCallExpression call, ClosureExpression block) {}

  private final String word;
  private final int place;
  private @Nullable Found found;

  private JourneyBody(String word, int place) {
    this.word = word;
    this.place = place;
  }

  /** The call of {@code journey} in the class of a script, or null. */
  static @Nullable Found journey(ClassNode script) {
    MethodNode run = script.getMethod("run", Parameter.EMPTY_ARRAY);
    return run == null ? null : new JourneyBody("journey", 1).in(run.getCode());
  }

  /** The call of {@code steps} in the block of a journey, or null. */
  static @Nullable Found steps(ClosureExpression journey) {
    return new JourneyBody("steps", 0).in(journey.getCode());
  }

  private @Nullable Found in(Statement code) {
    code.visit(this);
    return found;
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    if (found == null
        && call.isImplicitThis()
        && word.equals(call.getMethodAsString())
        && Names.positional(call, place) instanceof ClosureExpression block) {
      found = new Found(call, block);
    }
  }
}
