package dev.sojourn.dsl.compile;

import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.WhileStatement;

/** Walks through code and counts how many loops it stands in. */
class LoopDepth extends CodeVisitorSupport {
  /** How many loops are around what is visited. */
  int loops;

  @Override
  public void visitForLoop(ForStatement loop) {
    loops++;
    super.visitForLoop(loop);
    loops--;
  }

  @Override
  public void visitWhileLoop(WhileStatement loop) {
    loops++;
    super.visitWhileLoop(loop);
    loops--;
  }

  @Override
  public void visitDoWhileLoop(DoWhileStatement loop) {
    loops++;
    super.visitDoWhileLoop(loop);
    loops--;
  }
}
