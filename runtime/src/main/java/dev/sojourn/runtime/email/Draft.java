package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.Refusal;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a claimed send comes to before it is admitted. */
sealed interface Draft {
  Claim claim();

  /** How the send ends here; nothing if it goes on. */
  Optional<Outcome> ending();

  /**
   * It may go out.
   *
   * @param bytes the mail as it is stored, or null if it already is
   * @param gap the least time between two mails of its journey to its address
   */
  record Ready(
      Claim claim,
      OutgoingMail mail,
      @Nullable Buffer bytes,
      @Nullable Integer templateVersion,
      Duration gap)
      implements Draft {
    /** A mail that was admitted before: the same bytes, and no new verdict. */
    static Ready again(Claim claim, Buffer rendered) {
      return new Ready(claim, MailBytes.unpack(rendered), null, null, Duration.ZERO);
    }

    @Override
    public Optional<Outcome> ending() {
      return Optional.empty();
    }

    /** The address as it is counted and locked. */
    String address() {
      return mail.to().toLowerCase(Locale.ROOT);
    }
  }

  /** It is not wanted. */
  record Refused(Claim claim, Refusal refusal) implements Draft {
    @Override
    public Optional<Outcome> ending() {
      return Optional.of(Outcome.refused(claim, refusal));
    }
  }

  /** It can never go out. */
  record Broken(Claim claim, String reason, String error) implements Draft {
    @Override
    public Optional<Outcome> ending() {
      return Optional.of(Outcome.failed(claim, reason, error));
    }
  }

  /** Its run has ended, and nobody knows whether an attempt of its sender went through. */
  record Orphaned(Claim claim) implements Draft {
    @Override
    public Optional<Outcome> ending() {
      return Optional.of(Outcome.unknown(claim));
    }
  }
}
