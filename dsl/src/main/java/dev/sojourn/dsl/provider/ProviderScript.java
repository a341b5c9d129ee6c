package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;

/** What a file of a provider is compiled to. */
public abstract class ProviderScript extends DeclaringScript<ProviderDraft> {
  /** A script that has said nothing yet. */
  protected ProviderScript() {
    super("provider", new ProviderDraft());
  }

  /** Declares the provider of this file. */
  public void provider(
      String id,
      @DelegatesTo(value = ProviderScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    declare(id, body);
  }
}
