package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.compile.Diagnostic;
import dev.sojourn.dsl.compile.InvalidScript;
import groovy.lang.Closure;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyRuntimeException;
import groovy.transform.CompileStatic;
import groovy.transform.ThreadInterrupt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.jspecify.annotations.Nullable;

/**
 * A file by which an operator speaks with somebody outside, compiled; what fails in it is told with
 * its place.
 *
 * @param file the path that errors name
 */
public record Compiled<D>(String file, DeclaringScript<D> script) {
  /**
   * Compiles a file.
   *
   * @param base what its script is, with the word it begins with
   * @param id what it is to declare; places are traced to a class of this name
   */
  public static <D> Compiled<D> of(
      Class<? extends DeclaringScript<D>> base, String file, String id, String source) {
    var config = new CompilerConfiguration();
    config.setScriptBaseClass(base.getName());
    config.addCompilationCustomizers(
        new ProviderGuard(),
        new ASTTransformationCustomizer(ThreadInterrupt.class),
        new ASTTransformationCustomizer(CompileStatic.class));
    var name = (base.getSimpleName() + "_" + id).replaceAll("\\W", "_");
    try (var loader = new GroovyClassLoader(base.getClassLoader(), config)) {
      Class<?> type = loader.parseClass(source, name + ".groovy");
      return new Compiled<>(file, base.cast(type.getDeclaredConstructor().newInstance()));
    } catch (MultipleCompilationErrorsException wrong) {
      throw new InvalidScript(diagnostics(file, wrong));
    } catch (ReflectiveOperationException | IOException | GroovyRuntimeException odd) {
      throw invalid(file, 1, String.valueOf(odd.getMessage()));
    }
  }

  /** What the file says of the one thing that it declares, which must have this name. */
  public D draft(String id) {
    try {
      script.run();
    } catch (Exception | AssertionError | StackOverflowError refused) {
      throw invalid(file, line(refused, script.getClass()), said(refused));
    }
    if (!id.equals(script.id())) {
      throw invalid("the file declares no %s('%s') { … }".formatted(script.word(), id));
    }
    return script.draft();
  }

  /** The file as a whole is wrong. */
  public InvalidScript invalid(String message) {
    return invalid(file, 1, message);
  }

  /** What a closure of the file answers; whatever it throws, declared or not, is the file's. */
  public static @Nullable Object called(
      String file, Closure<?> closure, @Nullable Object delegate, Object... arguments) {
    var own = (Closure<?>) closure.clone();
    own.setDelegate(delegate);
    own.setResolveStrategy(Closure.DELEGATE_ONLY);
    try {
      return own.call(arguments);
    } catch (Exception | AssertionError | StackOverflowError failed) {
      var at = line(failed, closure.getThisObject().getClass());
      throw new FileFailed(file + ":" + at + ": " + said(failed), failed);
    }
  }

  /** In one line: below its first one Groovy draws what an assertion compared. */
  private static String said(Throwable failed) {
    if (failed instanceof InterruptedException) {
      return "ran for longer than it may and was interrupted; end the loop";
    }
    return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
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
            String.valueOf(cause.getOriginalMessage())
                .replace("[Static type checking] - ", "")
                .replaceFirst(
                    "(?s)^Cannot find matching method \\S+#(\\w+)\\(.*",
                    "no word '$1' with such arguments stands here; check its spelling");
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
