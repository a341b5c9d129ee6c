package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.compile.InvalidScript;
import groovy.lang.Closure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail service as a file describes it, compiled. Its methods run what the file says: they may
 * block, and fail with {@link FileFailed}, which says where. Thread-safe as long as the file keeps
 * nothing.
 */
public final class ProviderFile {
  private final String file;
  private final String source;
  private final ProviderDraft draft;

  private ProviderFile(String file, String source, ProviderDraft draft) {
    this.file = file;
    this.source = source;
    this.draft = draft;
  }

  /**
   * Compiles a file.
   *
   * @param file the path that errors name, such as {@code providers/acme.groovy}
   * @param id what the file must declare
   * @throws InvalidScript with everything that is wrong with it
   */
  public static ProviderFile compile(String file, String id, String source) {
    var compiled = Compiled.of(ProviderScript.class, file, id, source);
    var draft = compiled.draft(id);
    if (draft.request == null) {
      throw compiled.invalid("provider '" + id + "' does not say how to send: send { mail -> … }");
    }
    return new ProviderFile(file, source, draft);
  }

  /** The text it was compiled from. */
  public String source() {
    return source;
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
    throw new FileFailed(file + ": send { … } does not end with post", null);
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
    return closure == null ? null : Compiled.called(file, closure, delegate, argument);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** The words inside {@code send}, for one mail. */
  private final class Words implements RequestScope {
    private final Map<String, String> secrets;

    Words(Map<String, String> secrets) {
      this.secrets = secrets;
    }

    @Override
    public MailRequest post(Map<String, ?> options, String url) {
      return Posts.of(options, url);
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
  }
}
