package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;

/** The words inside {@code provider}. */
public interface ProviderScope {
  /** Names the environment variables that the file may ask for with {@code secret}. */
  void secrets(String... names);

  /** Says how a mail becomes a request; its last word is {@code post}. */
  void send(
      @DelegatesTo(value = RequestScope.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(value = SimpleType.class, options = "dev.sojourn.dsl.provider.MailView")
          Closure<RequestScope.MailRequest> request);

  /** The service's own id for a mail that it has taken; without it there is none. */
  void accepted(
      @DelegatesTo(value = Void.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(value = SimpleType.class, options = "dev.sojourn.dsl.provider.AnswerView")
          Closure<?> id);

  /** Whether the same mail may pass later; without it, if the status is 429, or 500 and more. */
  void retryWhen(
      @DelegatesTo(value = Void.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(value = SimpleType.class, options = "dev.sojourn.dsl.provider.AnswerView")
          Closure<Boolean> test);

  /** Whether an answer of success refuses the mail all the same; without it none does. */
  void refusedWhen(
      @DelegatesTo(value = Void.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(value = SimpleType.class, options = "dev.sojourn.dsl.provider.AnswerView")
          Closure<Boolean> test);

  /** What the service says of a mail that it did not take; without it nothing is told. */
  void reason(
      @DelegatesTo(value = Void.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(value = SimpleType.class, options = "dev.sojourn.dsl.provider.AnswerView")
          Closure<?> text);
}
