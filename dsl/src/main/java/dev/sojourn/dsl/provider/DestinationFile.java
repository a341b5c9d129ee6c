package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.provider.RequestScope.MailRequest;
import groovy.lang.Closure;
import java.util.Map;
import java.util.Optional;

/**
 * A destination of outbound messages as a file describes it, compiled. Its methods run what the
 * file says: they may block, and fail with {@link FileFailed}, which says where. Thread-safe as
 * long as the file keeps nothing.
 */
public final class DestinationFile {
  private final String file;
  private final String source;
  private final Closure<MailRequest> request;
  private final Optional<Closure<Boolean>> accepted;

  private DestinationFile(
      String file,
      String source,
      Closure<MailRequest> request,
      Optional<Closure<Boolean>> accepted) {
    this.file = file;
    this.source = source;
    this.request = request;
    this.accepted = accepted;
  }

  /**
   * Compiles a file.
   *
   * @param file the path that errors name, such as {@code destinations/teams.groovy}
   * @param id what the file must declare
   * @throws InvalidScript with everything that is wrong with it
   */
  public static DestinationFile compile(String file, String id, String source) {
    var compiled = Compiled.of(DestinationScript.class, file, id, source);
    var draft = compiled.draft(id);
    var request = draft.request;
    if (request == null) {
      throw compiled.invalid(
          "destination '" + id + "' does not say how to send: send { message -> … }");
    }
    return new DestinationFile(file, source, request, Optional.ofNullable(draft.accepted));
  }

  /** The text it was compiled from. */
  public String source() {
    return source;
  }

  /** The request that tells a message; empty where the destination is not told. */
  public Optional<MailRequest> request(MessageView message, String url, Map<String, ?> config) {
    var made = Compiled.called(file, request, new Words(url, config), message);
    if (made == null) {
      return Optional.empty();
    }
    if (made instanceof MailRequest asked) {
      return Optional.of(asked);
    }
    throw new FileFailed(file + ": send { … } ends neither with post nor with null", null);
  }

  /** Whether an answer of success has taken the message. */
  public boolean accepts(AnswerView answer) {
    return accepted
        .map(test -> Boolean.TRUE.equals(Compiled.called(file, test, null, answer)))
        .orElse(true);
  }

  /** The words inside {@code send}, for one message. */
  private record Words(String url, Map<String, ?> config) implements TransformScope {
    @Override
    public MailRequest post(Map<String, ?> options, String to) {
      return Posts.of(options, to);
    }

    @Override
    public String config(String name) {
      var value = config.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the endpoint's config has no '" + name + "'");
      }
      return value.toString();
    }

    @Override
    public String getUrl() {
      return url;
    }
  }
}
