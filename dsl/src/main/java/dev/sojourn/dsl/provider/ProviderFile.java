package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.compile.Diagnostic;
import dev.sojourn.dsl.compile.InvalidScript;
import groovy.lang.Closure;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyRuntimeException;
import groovy.transform.CompileStatic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.jspecify.annotations.Nullable;

/**
 * A mail service as a file describes it, compiled. Its methods run what the file says: they may
 * block, and fail with {@link Failed}, which says where. Thread-safe as long as the file keeps
 * nothing.
 */
public final class ProviderFile {
  private static final Set<String> OPTIONS = Set.of("headers", "json", "form");

  private final String file;
  private final ProviderDraft draft;

  private ProviderFile(String file, ProviderDraft draft) {
    this.file = file;
    this.draft = draft;
  }

  /** What a file says failed, with its place: {@code providers/acme.groovy:7: …}. */
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Failed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Compiles a file.
   *
   * @param file the path that errors name, such as {@code providers/acme.groovy}
   * @param id what the file must declare
   * @throws InvalidScript with everything that is wrong with it
   */
  public static ProviderFile compile(String file, String id, String source) {
    var script = script(file, id, source);
    try {
      script.run();
    } catch (RuntimeException refused) {
      throw invalid(file, line(refused, script.getClass()), String.valueOf(refused.getMessage()));
    }
    if (!id.equals(script.id())) {
      throw invalid(file, 1, "the file declares no provider('" + id + "') { … }");
    }
    if (script.draft().request == null) {
      throw invalid(file, 1, "provider '" + id + "' does not say how to send: send { mail -> … }");
    }
    return new ProviderFile(file, script.draft());
  }

  /** The environment variables that it asks for. */
  public List<String> secrets() {
    return draft.secrets;
  }

  /** The request that sends a mail. */
  public RequestScope.MailRequest request(MailView mail, Map<String, String> secrets) {
    var request = called(draft.request, new Words(secrets), mail);
    if (request instanceof RequestScope.MailRequest made) {
      return made;
    }
    throw new Failed(file + ": send { … } does not end with post", new IllegalStateException());
  }

  /** The service's id for a mail that it took, or null. */
  public @Nullable String id(AnswerView answer) {
    return text(called(draft.id, null, answer));
  }

  /** Whether the mail may pass later. */
  public boolean retries(AnswerView answer) {
    return draft.retry == null
        ? answer.getStatus() == 429 || answer.getStatus() >= 500
        : Boolean.TRUE.equals(called(draft.retry, null, answer));
  }

  /** Whether the mail is refused. */
  public boolean refuses(AnswerView answer) {
    return answer.getStatus() < 200
        || answer.getStatus() > 299
        || Boolean.TRUE.equals(called(draft.refused, null, answer));
  }

  /** What the service says of it, or null. */
  public @Nullable String reason(AnswerView answer) {
    return text(called(draft.reason, null, answer));
  }

  private @Nullable Object called(
      @Nullable Closure<?> closure, @Nullable Object delegate, Object argument) {
    if (closure == null) {
      return null;
    }
    var own = (Closure<?>) closure.clone();
    own.setDelegate(delegate);
    own.setResolveStrategy(Closure.DELEGATE_ONLY);
    try {
      return own.call(argument);
    } catch (RuntimeException | StackOverflowError failed) {
      var at = line(failed, closure.getThisObject().getClass());
      throw new Failed(file + ":" + at + ": " + failed.getMessage(), failed);
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static ProviderScript script(String file, String id, String source) {
    var config = new CompilerConfiguration();
    config.setScriptBaseClass(ProviderScript.class.getName());
    config.addCompilationCustomizers(
        new ProviderGuard(), new ASTTransformationCustomizer(CompileStatic.class));
    var name = "provider_" + id.replace('-', '_') + ".groovy";
    try (var loader = new GroovyClassLoader(ProviderScript.class.getClassLoader(), config)) {
      Class<?> type = loader.parseClass(source, name);
      return (ProviderScript) type.getDeclaredConstructor().newInstance();
    } catch (MultipleCompilationErrorsException wrong) {
      throw new InvalidScript(diagnostics(file, wrong));
    } catch (ReflectiveOperationException | IOException | GroovyRuntimeException odd) {
      throw invalid(file, 1, String.valueOf(odd.getMessage()));
    }
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

  private static InvalidScript invalid(String file, int line, String message) {
    return new InvalidScript(List.of(new Diagnostic(file, line, 1, message)));
  }

  private static int line(Throwable failed, Class<?> script) {
    for (var frame : failed.getStackTrace()) {
      if (frame.getClassName().startsWith(script.getName()) && frame.getLineNumber() > 0) {
        return frame.getLineNumber();
      }
    }
    return 1;
  }

  /** The words inside {@code send}, for one mail. */
  private final class Words implements RequestScope {
    private final Map<String, String> secrets;

    Words(Map<String, String> secrets) {
      this.secrets = secrets;
    }

    @Override
    public MailRequest post(Map<String, ?> options, String url) {
      for (var name : options.keySet()) {
        if (!OPTIONS.contains(name)) {
          throw new IllegalArgumentException("post has no option '" + name + "'");
        }
      }
      var json = options.get("json") instanceof Map<?, ?> map ? fields(map) : null;
      var form = options.get("form") instanceof Map<?, ?> map ? texts(map) : null;
      if ((json == null) == (form == null)) {
        throw new IllegalArgumentException("post takes json: or form:, one of them");
      }
      var headers =
          options.get("headers") instanceof Map<?, ?> map ? texts(map) : Map.<String, String>of();
      return new MailRequest(url, headers, json, form);
    }

    @Override
    public String secret(String name) {
      var value = draft.secrets.contains(name) ? secrets.get(name) : null;
      if (value == null) {
        throw new IllegalArgumentException(
            "secret '" + name + "' is not among secrets " + draft.secrets);
      }
      return value;
    }

    /** Without those that are null. */
    private static Map<String, @Nullable Object> fields(Map<?, ?> map) {
      var fields = new LinkedHashMap<String, @Nullable Object>();
      map.forEach(
          (name, value) -> {
            if (value != null) {
              fields.put(String.valueOf(name), value);
            }
          });
      return fields;
    }

    private static Map<String, String> texts(Map<?, ?> map) {
      var texts = new LinkedHashMap<String, String>();
      map.forEach(
          (name, value) -> {
            if (value != null) {
              texts.put(String.valueOf(name), value.toString());
            }
          });
      return texts;
    }
  }
}
