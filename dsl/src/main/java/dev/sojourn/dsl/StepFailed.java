package dev.sojourn.dsl;

/** A step that failed for good; a script may catch it and go another way. */
public final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String step;

  public StepFailed(String step, String reason) {
    super(reason);
    this.step = step;
  }

  /** The label of the step. */
  public String getStep() {
    return step;
  }
}
