package dev.sojourn.dsl.source;

import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.provider.Compiled;
import dev.sojourn.dsl.provider.FileFailed;
import groovy.lang.Closure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source of webhooks as a file describes it, compiled. Thread-safe as long as the file keeps
 * nothing.
 */
public final class SourceFile {
  /** Ids whose paths are taken. */
  private static final Set<String> RESERVED = Set.of("crm", "email", "resend", "sms");

  private final String source;
  private final String path;
  private final Closure<SourceEvent> transform;
  private final List<Proof> proofs;
  private final List<Expected> expected;

  private SourceFile(
      String path, String source, SourceDraft draft, Closure<SourceEvent> transform) {
    this.source = source;
    this.path = path;
    this.transform = transform;
    this.proofs = List.copyOf(draft.proofs);
    this.expected = List.copyOf(draft.expected);
  }

  /**
   * Compiles a file.
   *
   * @param path the path that errors name, such as {@code sources/clerk.groovy}
   * @param id what the file must declare; it is the last part of the URL
   * @throws InvalidScript with everything that is wrong with it
   */
  public static SourceFile compile(String path, String id, String source) {
    var file = Compiled.of(SourceScript.class, path, id, source);
    var draft = file.draft(id);
    if (RESERVED.contains(id)) {
      throw file.invalid("source '" + id + "' has a path that is taken; give it another name");
    }
    if (!id.matches("[a-z][a-z0-9-]{0,30}")) {
      throw file.invalid(
          "source '" + id + "' cannot stand in a URL; expected letters, digits and dashes");
    }
    if (draft.proofs.isEmpty()) {
      throw file.invalid(
          "source '"
              + id
              + "' does not say how senders prove who they are; expected svix, stripe, hmac or"
              + " match, with the name of a setting");
    }
    var transform = draft.transform;
    if (transform == null) {
      throw file.invalid(
          "source '" + id + "' does not say what a webhook is: transform { payload, raw -> … }");
    }
    return new SourceFile(path, source, draft, transform);
  }

  /** The text it was compiled from. */
  public String source() {
    return source;
  }

  /** How senders may prove who they are; one of them is enough. */
  public List<Proof> proofs() {
    return proofs;
  }

  /** What a body must hold. */
  public List<Expected> expected() {
    return expected;
  }

  /**
   * The event that a webhook is; null if it does not matter. Runs what the file says, which may
   * block.
   *
   * @throws FileFailed with the line at which the file failed
   */
  public @Nullable SourceEvent event(Payload payload, HookView raw) {
    var said = Compiled.called(path, transform, new Words(), payload, raw);
    if (said == null) {
      return null;
    }
    if (said instanceof SourceEvent event) {
      return event;
    }
    throw new FileFailed(path + ": transform { … } does not end with event, or null", null);
  }

  /** The words inside {@code transform}. */
  private static final class Words implements TransformScope {
    @Override
    public SourceEvent event(Map<String, ?> options, CharSequence name) {
      return SourceEvent.of(name.toString(), options);
    }
  }
}
