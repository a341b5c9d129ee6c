package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import org.jspecify.annotations.Nullable;

/** What a file of a provider is compiled to; it offers one word. */
public abstract class ProviderScript extends Script {
  private @Nullable String id;
  private final ProviderDraft draft = new ProviderDraft();

  /** Declares the provider of this file. */
  public void provider(
      String id,
      @DelegatesTo(value = ProviderScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    if (this.id != null) {
      throw new IllegalArgumentException("a file declares one provider, and '" + this.id + "' is");
    }
    this.id = id;
    body.setDelegate(draft);
    body.setResolveStrategy(Closure.DELEGATE_ONLY);
    body.call();
  }

  @Nullable String id() {
    return id;
  }

  ProviderDraft draft() {
    return draft;
  }
}
