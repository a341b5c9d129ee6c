package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;

/** What a file of a destination is compiled to. */
public abstract class DestinationScript extends DeclaringScript<DestinationDraft> {
  /** A script that has said nothing yet. */
  protected DestinationScript() {
    super("destination", new DestinationDraft());
  }

  /** Declares the destination of this file. */
  public void destination(
      String id,
      @DelegatesTo(value = DestinationScope.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    declare(id, body);
  }
}
