package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file has said about its provider so far. */
final class ProviderDraft implements ProviderScope {
  List<String> secrets = List.of();
  @Nullable Closure<RequestScope.MailRequest> request;
  @Nullable Closure<?> id;
  @Nullable Closure<Boolean> retry;
  @Nullable Closure<Boolean> refused;
  @Nullable Closure<?> reason;

  @Override
  public void secrets(String... names) {
    for (var name : names) {
      if (!name.matches("[A-Z][A-Z0-9_]{0,99}")) {
        throw new IllegalArgumentException("'" + name + "' is not the name of a setting");
      }
    }
    secrets = List.of(names);
  }

  @Override
  public void send(Closure<RequestScope.MailRequest> request) {
    this.request = request;
  }

  @Override
  public void accepted(Closure<?> id) {
    this.id = id;
  }

  @Override
  public void retryWhen(Closure<Boolean> test) {
    retry = test;
  }

  @Override
  public void refusedWhen(Closure<Boolean> test) {
    refused = test;
  }

  @Override
  public void reason(Closure<?> text) {
    reason = text;
  }
}
