package dev.sojourn.dsl.source;

import dev.sojourn.dsl.provider.DeclaringScript;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;

/** What a file of a source is compiled to. */
public abstract class SourceScript extends DeclaringScript<SourceDraft> {
  /** A script that has said nothing yet. */
  protected SourceScript() {
    super("source", new SourceDraft());
  }

  /** Declares the source of this file. */
  public void source(
      String id,
      @DelegatesTo(value = SourceScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    declare(id, body);
  }
}
