package dev.sojourn.hatchet.worker;

/** Thrown by a body, or the failure of its stage: the task fails and is not retried. */
public final class FinalFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure that no further attempt can mend. */
  public FinalFailure(String message) {
    super(message);
  }

  /** A failure that no further attempt can mend, and its cause. */
  public FinalFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
