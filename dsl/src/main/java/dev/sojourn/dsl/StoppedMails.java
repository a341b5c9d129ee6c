package dev.sojourn.dsl;

import dev.sojourn.dsl.definition.OnStopped;

/** What may become of a mail that may not go out now, as a script writes it. */
public interface StoppedMails {
  /** Holds the mail until it may go out. */
  default OnStopped getHold() {
    return OnStopped.HOLD;
  }

  /** Goes on without the mail. */
  default OnStopped getSkip() {
    return OnStopped.SKIP;
  }

  /** Ends the run. */
  default OnStopped getLeave() {
    return OnStopped.LEAVE;
  }
}
