package dev.sojourn.dsl.provider;

import dev.sojourn.dsl.provider.RequestScope.MailRequest;
import groovy.lang.Closure;
import org.jspecify.annotations.Nullable;

/** What a file has said about its destination so far. */
final class DestinationDraft implements DestinationScope {
  @Nullable Closure<MailRequest> request;
  @Nullable Closure<Boolean> accepted;

  @Override
  public void send(Closure<MailRequest> request) {
    this.request = request;
  }

  @Override
  public void acceptedWhen(Closure<Boolean> test) {
    accepted = test;
  }
}
