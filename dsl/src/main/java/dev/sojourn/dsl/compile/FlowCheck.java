package dev.sojourn.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.BreakStatement;
import org.codehaus.groovy.ast.stmt.ContinueStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.SwitchStatement;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.ast.stmt.WhileStatement;

/** Doubts about the way through the steps: what is never reached, loops that nothing ends. */
final class FlowCheck extends CodeVisitorSupport {
  private static final Set<String> ENDS = Set.of("exit", "startOver");

  private final Problems problems;
  private final List<MethodCallExpression> restarts = new ArrayList<>();
  private boolean waits;

  private FlowCheck(Problems problems) {
    this.problems = problems;
  }

  /** Warns of what is doubtful in steps whose words are not bound yet. */
  static void check(ClosureExpression steps, Problems problems) {
    FlowCheck check = new FlowCheck(problems);
    steps.getCode().visit(check);
    if (!check.waits && !check.restarts.isEmpty()) {
      problems.warn(
          check.restarts.get(0),
          "the steps begin anew here and never wait; add a wait, such as sleepFor 7.days");
    }
  }

  @Override
  public void visitMethodCallExpression(MethodCallExpression call) {
    String name = String.valueOf(call.getMethodAsString());
    waits |= Way.WAITS.contains(name);
    if (isEnd(call) && name.equals("startOver")) {
      restarts.add(call);
    }
    super.visitMethodCallExpression(call);
  }

  @Override
  public void visitBlockStatement(BlockStatement block) {
    List<Statement> statements = block.getStatements();
    for (int i = 0; i + 1 < statements.size(); i++) {
      Statement next = statements.get(i + 1);
      if (ends(statements.get(i)) && next.getLineNumber() > 0) {
        problems.warn(
            next,
            "this is never reached, since line %d ends the way here; remove it, or say when with if"
                .formatted(statements.get(i).getLineNumber()));
        break;
      }
    }
    super.visitBlockStatement(block);
  }

  /** Whether nothing after the statement in its block is ever reached. */
  private static boolean ends(Statement statement) {
    if (statement instanceof IfStatement branch) {
      return ends(branch.getIfBlock()) && ends(branch.getElseBlock());
    }
    if (statement instanceof BlockStatement block) {
      return block.getStatements().stream().anyMatch(FlowCheck::ends);
    }
    return statement instanceof ThrowStatement
        || statement instanceof BreakStatement
        || statement instanceof ContinueStatement
        || (statement instanceof ReturnStatement && statement.getLineNumber() > 0)
        || (statement instanceof ExpressionStatement one
            && one.getExpression() instanceof MethodCallExpression call
            && isEnd(call));
  }

  private static boolean isEnd(MethodCallExpression call) {
    return call.isImplicitThis() && ENDS.contains(String.valueOf(call.getMethodAsString()));
  }

  @Override
  public void visitWhileLoop(WhileStatement loop) {
    loop(loop, loop.getBooleanExpression(), loop.getLoopBlock());
    super.visitWhileLoop(loop);
  }

  @Override
  public void visitDoWhileLoop(DoWhileStatement loop) {
    loop(loop, loop.getBooleanExpression(), loop.getLoopBlock());
    super.visitDoWhileLoop(loop);
  }

  private void loop(Statement loop, BooleanExpression condition, Statement body) {
    boolean always =
        condition.getExpression() instanceof ConstantExpression constant
            && constant.isTrueExpression();
    if (always && !Way.in(body)) {
      problems.warn(
          loop, "this loop never ends and never waits; add a wait, or a break, return or exit");
    }
  }

  /** Looks for a way out of a loop, or a wait in it. */
  private static final class Way extends LoopDepth {
    private static final Set<String> WAITS =
        Set.of(
            "sleepFor",
            "sleepUntil",
            "waitForEvent",
            "waitForAny",
            "waitForChange",
            "digest",
            "opened",
            "clicked",
            "ended");
    private static final Set<String> WORDS =
        Set.of("exit", "startOver", "sendEmail", "startJourney");
    private int blocks;
    private boolean found;

    static boolean in(Statement body) {
      Way way = new Way();
      body.visit(way);
      return way.found;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
      String name = String.valueOf(call.getMethodAsString());
      found |= WORDS.contains(name) || WAITS.contains(name);
      super.visitMethodCallExpression(call);
    }

    @Override
    public void visitReturnStatement(ReturnStatement statement) {
      statement.getExpression().visit(this);
      found |= blocks == 0;
    }

    @Override
    public void visitThrowStatement(ThrowStatement statement) {
      found = true;
    }

    @Override
    public void visitBreakStatement(BreakStatement statement) {
      found |= loops == 0 || statement.getLabel() != null;
    }

    /** A return in a block leaves the block only. */
    @Override
    public void visitClosureExpression(ClosureExpression closure) {
      blocks++;
      super.visitClosureExpression(closure);
      blocks--;
    }

    @Override
    public void visitSwitch(SwitchStatement choice) {
      loops++;
      super.visitSwitch(choice);
      loops--;
    }
  }
}
