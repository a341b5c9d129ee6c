package dev.sojourn.dsl.provider;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;

/** The words inside {@code destination}. */
public interface DestinationScope {
  /**
   * Says how a message becomes a request; its last word is {@code post}, or null where nothing is
   * to be sent.
   */
  void send(
      @DelegatesTo(value = TransformScope.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(value = SimpleType.class, options = "dev.sojourn.dsl.provider.MessageView")
          Closure<RequestScope.MailRequest> request);

  /** Whether an answer of success has taken the message; without it each has. */
  void acceptedWhen(
      @DelegatesTo(value = Void.class, strategy = Closure.DELEGATE_ONLY)
          @ClosureParams(value = SimpleType.class, options = "dev.sojourn.dsl.provider.AnswerView")
          Closure<Boolean> test);
}
