package dev.sojourn.runtime.email;

import dev.sojourn.runtime.outside.Answer;
import dev.sojourn.runtime.outside.OutsideHttp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says what follows when a mail service has not taken a mail over HTTP. */
record HttpFailures(String provider) {
  private static final Duration SHORTLY = Duration.ofSeconds(1);
  private static final int LONGEST = 300;

  /** Nobody knows whether the mail was taken, unless it could not even be written. */
  ProviderFailure unheard(OutgoingMail mail, Throwable why) {
    if (why instanceof ProviderFailure known) {
      return known;
    }
    if (why instanceof IllegalArgumentException) {
      return ProviderFailure.permanent(sentence(mail, String.valueOf(why.getMessage())), why);
    }
    return ProviderFailure.retryable(sentence(mail, OutsideHttp.inWords(why)), why);
  }

  /** The service answered with success, and with nothing that tells what it took. */
  ProviderFailure unreadable(OutgoingMail mail, Answer answer) {
    return ProviderFailure.retryable(
        sentence(mail, "answer " + answer.status() + " is not the JSON that was expected"), null);
  }

  /** The service has too much to do, or is at fault. */
  ProviderFailure later(OutgoingMail mail, Answer answer, @Nullable String said) {
    var what = sentence(mail, answered(answer, said));
    if (answer.isThrottled()) {
      return ProviderFailure.throttled(what, answer.retryAfter().orElse(SHORTLY));
    }
    return answer
        .retryAfter()
        .map(wait -> ProviderFailure.busy(what, wait))
        .orElseGet(() -> ProviderFailure.retryable(what, null));
  }

  /** The service does not know us. */
  ProviderFailure unknownKey(OutgoingMail mail, Answer answer, String setting) {
    return ProviderFailure.permanent(
        sentence(mail, "answer " + answer.status() + ", the key is refused; check " + setting),
        null);
  }

  /** The service will never take it. */
  ProviderFailure refused(OutgoingMail mail, Answer answer, @Nullable String said) {
    return ProviderFailure.permanent(sentence(mail, answered(answer, said)), null);
  }

  /** The service knows that the address takes no mail. */
  ProviderFailure bounced(OutgoingMail mail, Answer answer, @Nullable String said) {
    return ProviderFailure.bounced(sentence(mail, answered(answer, said)));
  }

  private static String answered(Answer answer, @Nullable String said) {
    return "answer " + answer.status() + (said == null ? "" : ": " + said);
  }

  private String sentence(OutgoingMail mail, String what) {
    var line = what.replaceAll("\\p{Cntrl}+", " ");
    var shown = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    return "send '" + mail.sendId() + "' was not taken by " + provider + ": " + shown;
  }
}
