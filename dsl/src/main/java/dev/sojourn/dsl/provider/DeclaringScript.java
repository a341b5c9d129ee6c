package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import groovy.lang.Script;
import org.jspecify.annotations.Nullable;

/**
 * What a file that declares one thing is compiled to; it offers one word, which its sisters name.
 *
 * @param <D> what the file says, while it says it
 */
public abstract class DeclaringScript<D> extends Script {
  private final String word;
  private final D draft;
  private @Nullable String id;

  /** A script whose word, such as {@code provider}, fills a draft. */
  protected DeclaringScript(String word, D draft) {
    this.word = word;
    this.draft = draft;
  }

  /** Lets a body say what the thing of this name is. */
  protected final void declare(String id, Closure<?> body) {
    if (this.id != null) {
      throw new IllegalArgumentException(
          "a file declares one " + word + ", and '" + this.id + "' is");
    }
    this.id = id;
    body.setDelegate(draft);
    body.setResolveStrategy(Closure.DELEGATE_ONLY);
    body.call();
  }

  String word() {
    return word;
  }

  @Nullable String id() {
    return id;
  }

  D draft() {
    return draft;
  }
}
