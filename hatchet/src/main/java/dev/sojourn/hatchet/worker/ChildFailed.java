package dev.sojourn.hatchet.worker;

/** A child run that failed or was cancelled. */
public final class ChildFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChildFailed(String message) {
    super(message);
  }
}
