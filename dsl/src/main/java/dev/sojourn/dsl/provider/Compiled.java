package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.compile.Diagnostic;
import dev.sojourn.dsl.compile.InvalidScript;
import groovy.lang.Closure;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyRuntimeException;
import groovy.lang.Script;
import groovy.transform.CompileStatic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.jspecify.annotations.Nullable;

/**
 * A file that says how somebody outside is asked, compiled; what fails in it is told with its
 * place.
 */
record Compiled<S extends Script>(String file, S script) {
  /**
   * Compiles a file.
   *
   * @param base what its script is, with the words it may begin with
   * @param file the path that errors name
   * @param name of the class, to which places are traced
   */
  static <S extends Script> Compiled<S> of(Class<S> base, String file, String name, String source) {
    var config = new CompilerConfiguration();
    config.setScriptBaseClass(base.getName());
    config.addCompilationCustomizers(
        new ProviderGuard(), new ASTTransformationCustomizer(CompileStatic.class));
    try (var loader = new GroovyClassLoader(base.getClassLoader(), config)) {
      Class<?> type = loader.parseClass(source, name.replace('-', '_') + ".groovy");
      return new Compiled<>(file, base.cast(type.getDeclaredConstructor().newInstance()));
    } catch (MultipleCompilationErrorsException wrong) {
      throw new InvalidScript(diagnostics(file, wrong));
    } catch (ReflectiveOperationException | IOException | GroovyRuntimeException odd) {
      throw invalid(file, 1, String.valueOf(odd.getMessage()));
    }
  }

  /** The script, once it has said what it says. */
  S run() {
    try {
      script.run();
    } catch (RuntimeException refused) {
      var at = line(refused, script.getClass());
      throw invalid(file, at, String.valueOf(refused.getMessage()));
    }
    return script;
  }

  /** The file as a whole is wrong. */
  InvalidScript invalid(String message) {
    return invalid(file, 1, message);
  }

  /** What a closure of the file answers. */
  static @Nullable Object called(
      String file, Closure<?> closure, @Nullable Object delegate, Object argument) {
    var own = (Closure<?>) closure.clone();
    own.setDelegate(delegate);
    own.setResolveStrategy(Closure.DELEGATE_ONLY);
    try {
      return own.call(argument);
    } catch (RuntimeException | StackOverflowError failed) {
      var at = line(failed, closure.getThisObject().getClass());
      throw new FileFailed(file + ":" + at + ": " + failed.getMessage(), failed);
    }
  }

  private static InvalidScript invalid(String file, int line, String message) {
    return new InvalidScript(List.of(new Diagnostic(file, line, 1, message)));
  }

  private static List<Diagnostic> diagnostics(String file, MultipleCompilationErrorsException all) {
    var found = new ArrayList<Diagnostic>();
    for (var message : all.getErrorCollector().getErrors()) {
      if (message instanceof SyntaxErrorMessage syntax) {
        var cause = syntax.getCause();
        var said =
            String.valueOf(cause.getOriginalMessage()).replace("[Static type checking] - ", "");
        found.add(new Diagnostic(file, cause.getStartLine(), cause.getStartColumn(), said));
      }
    }
    if (found.isEmpty()) {
      found.add(new Diagnostic(file, 1, 1, String.valueOf(all.getMessage())));
    }
    return found;
  }

  private static int line(Throwable failed, Class<?> script) {
    for (var frame : failed.getStackTrace()) {
      if (frame.getClassName().startsWith(script.getName()) && frame.getLineNumber() > 0) {
        return frame.getLineNumber();
      }
    }
    return 1;
  }
}
