package dev.sojourn.dsl.source;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import org.jspecify.annotations.Nullable;

/** What a file of a source is compiled to; it offers one word. */
public abstract class SourceScript extends Script {
  private @Nullable String id;
  private final SourceDraft draft = new SourceDraft();

  /** Declares the source of this file. */
  public void source(
      String id,
      @DelegatesTo(value = SourceScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    if (this.id != null) {
      throw new IllegalArgumentException("a file declares one source, and '" + this.id + "' is");
    }
    this.id = id;
    body.setDelegate(draft);
    body.setResolveStrategy(Closure.DELEGATE_ONLY);
    body.call();
  }

  @Nullable String id() {
    return id;
  }

  SourceDraft draft() {
    return draft;
  }
}
