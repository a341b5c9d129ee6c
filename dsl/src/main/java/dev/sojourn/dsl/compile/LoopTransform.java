package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.callThisX;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.WhileStatement;

/** Begins every loop body and every closure inside steps with {@code turn()}. */
final class LoopTransform extends CodeVisitorSupport {
  void apply(ClosureExpression steps) {
    steps.getCode().visit(this);
  }

  @Override
  public void visitForLoop(ForStatement loop) {
    super.visitForLoop(loop);
    loop.setLoopBlock(counted(loop.getLoopBlock(), loop));
  }

  @Override
  public void visitWhileLoop(WhileStatement loop) {
    super.visitWhileLoop(loop);
    loop.setLoopBlock(counted(loop.getLoopBlock(), loop));
  }

  @Override
  public void visitDoWhileLoop(DoWhileStatement loop) {
    super.visitDoWhileLoop(loop);
    loop.setLoopBlock(counted(loop.getLoopBlock(), loop));
  }

  @Override
  public void visitClosureExpression(ClosureExpression closure) {
    super.visitClosureExpression(closure);
    closure.setCode(counted(closure.getCode(), closure));
  }

  @Override
  public void visitLambdaExpression(LambdaExpression lambda) {
    visitClosureExpression(lambda);
  }

  private static Statement counted(Statement body, ASTNode at) {
    Expression turn = callThisX(WordBook.TURN);
    turn.setSourcePosition(at);
    Statement count = new ExpressionStatement(turn);
    count.setSourcePosition(at);
    if (body instanceof BlockStatement block) {
      block.getStatements().add(0, count);
      return block;
    }
    List<Statement> both = new ArrayList<>(List.of(count, body));
    BlockStatement wrapped = new BlockStatement(both, new VariableScope());
    wrapped.setSourcePosition(body);
    return wrapped;
  }
}
