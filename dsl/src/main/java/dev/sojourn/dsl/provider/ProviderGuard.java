package dev.sojourn.dsl.provider;

import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Refuses imports, and types by which a file reaches past its words. No more than a guard against
 * mistakes: whoever writes the file runs the service.
 */
final class ProviderGuard extends CompilationCustomizer {
  private static final Set<String> REFUSED =
      Set.of(
          "java.lang.System",
          "java.lang.Runtime",
          "java.lang.Thread",
          "java.lang.ProcessBuilder",
          "java.lang.ClassLoader",
          "java.io.File",
          "java.net.URL",
          "java.net.URI",
          "java.net.Socket");

  ProviderGuard() {
    super(CompilePhase.CANONICALIZATION);
  }

  @Override
  public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
    var visitor = new Visitor(source);
    for (var one : source.getAST().getImports()) {
      visitor.refuse("this file imports nothing, and not '" + one.getClassName() + "'", one);
    }
    visitor.visitClass(type);
  }

  private static final class Visitor extends ClassCodeVisitorSupport {
    private final SourceUnit source;

    Visitor(SourceUnit source) {
      this.source = source;
    }

    @Override
    protected SourceUnit getSourceUnit() {
      return source;
    }

    @Override
    public void visitClassExpression(ClassExpression expression) {
      check(expression.getType(), expression);
      super.visitClassExpression(expression);
    }

    @Override
    public void visitConstructorCallExpression(ConstructorCallExpression call) {
      check(call.getType(), call);
      super.visitConstructorCallExpression(call);
    }

    private void check(ClassNode type, ASTNode at) {
      if (REFUSED.contains(type.getName())) {
        refuse("this file does not use '" + type.getNameWithoutPackage() + "'", at);
      }
    }

    void refuse(String why, ASTNode at) {
      addError(why, at);
    }
  }
}
