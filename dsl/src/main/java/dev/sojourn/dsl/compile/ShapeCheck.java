package dev.sojourn.dsl.compile;

import java.util.List;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.jspecify.annotations.Nullable;

/** Refuses everything in a file but one {@code journey('id') { }}; looks at raw syntax only. */
final class ShapeCheck extends CodeVisitorSupport {
  private final Problems problems;
  private final String id;

  ShapeCheck(Problems problems, String id) {
    this.problems = problems;
    this.id = id;
  }

  void check(ModuleNode module) {
    declarations(module);
    List<Statement> statements =
        module.getStatementBlock().getStatements().stream()
            .filter(statement -> statement.getLineNumber() > 0)
            .toList();
    boolean found = false;
    for (Statement statement : statements) {
      MethodCallExpression call = journey(statement);
      if (call == null) {
        problems.add(
            statement, "only journey('" + id + "') { … } may stand here; move this into steps { }");
      } else if (found) {
        problems.add(call, "a file holds one journey; move this one to a file of its own");
      } else {
        found = true;
        journey(call);
      }
    }
    if (!found && problems.isEmpty()) {
      problems.add(1, 1, "the file declares no journey; begin with journey('" + id + "') { … }");
    }
    module.getStatementBlock().visit(this);
  }

  /** The call of {@code journey} that a statement is, or null. */
  static @Nullable MethodCallExpression journey(Statement statement) {
    return statement instanceof ExpressionStatement expression
            && expression.getExpression() instanceof MethodCallExpression call
            && call.isImplicitThis()
            && "journey".equals(call.getMethodAsString())
        ? call
        : null;
  }

  @Override
  public void visitDeclarationExpression(DeclarationExpression declaration) {
    if (!declaration.getAnnotations().isEmpty()) {
      problems.add(declaration, "annotations cannot be used in a journey; leave it out");
    }
    super.visitDeclarationExpression(declaration);
  }

  private void journey(MethodCallExpression call) {
    Expression first = Names.positional(call, 0);
    String written = Names.literal(first);
    if (!(Names.positional(call, 1) instanceof ClosureExpression block)
        || first == null
        || written == null) {
      problems.add(call, "journey takes its id as literal text and a block: journey('id') { … }");
    } else if (!written.equals(id)) {
      problems.add(
          first,
          "journey '%s' stands in a file for '%s'; rename one of them so that they are equal"
              .formatted(written, id));
    } else {
      ScopeBinding.declare(call, block, problems);
    }
  }

  private void declarations(ModuleNode module) {
    if (module.getPackage() != null) {
      problems.add(module.getPackage(), "a journey has no package; leave this line out");
    }
    for (ImportNode one : module.getImports()) {
      imports(one, one.getClassName());
    }
    for (ImportNode star : module.getStarImports()) {
      imports(star, star.getPackageName());
    }
    module.getStaticImports().values().forEach(this::staticImport);
    module.getStaticStarImports().values().forEach(this::staticImport);
    for (MethodNode method : module.getMethods()) {
      problems.add(
          method,
          "a journey has no methods; write '%s' as a variable in steps: def %s = { … }"
              .formatted(method.getName(), method.getName()));
    }
    for (ClassNode type : module.getClasses()) {
      if (!type.isScript()) {
        problems.add(
            type, "a journey declares no classes; use maps and lists, or once { } for a library");
      }
    }
  }

  private void imports(ImportNode node, String what) {
    if (!what.startsWith("java.time.")) {
      problems.add(
          node,
          "only java.time may be imported; write the full name inside once('label') { … } instead");
    }
  }

  private void staticImport(ImportNode node) {
    problems.add(node, "static imports cannot be used in a journey; write the type's name");
  }
}
