package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import org.jspecify.annotations.Nullable;

/** What a file of a destination is compiled to; it offers one word. */
public abstract class DestinationScript extends Script {
  private final Draft draft = new Draft();
  private @Nullable String id;

  /** Declares the destination of this file. */
  public void destination(
      String id,
      @DelegatesTo(value = DestinationScope.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    if (this.id != null) {
      throw new IllegalArgumentException(
          "a file declares one destination, and '" + this.id + "' is");
    }
    this.id = id;
    body.setDelegate(draft);
    body.setResolveStrategy(Closure.DELEGATE_ONLY);
    body.call();
  }

  @Nullable String id() {
    return id;
  }

  Draft draft() {
    return draft;
  }

  /** What the file has said so far. */
  static final class Draft implements DestinationScope {
    @Nullable Closure<RequestScope.MailRequest> request;
    @Nullable Closure<Boolean> accepted;

    @Override
    public void send(Closure<RequestScope.MailRequest> request) {
      this.request = request;
    }

    @Override
    public void acceptedWhen(Closure<Boolean> test) {
      accepted = test;
    }
  }
}
