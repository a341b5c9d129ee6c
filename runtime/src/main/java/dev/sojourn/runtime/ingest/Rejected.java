package dev.sojourn.runtime.ingest;

/** An event that is refused, by the fault of its sender. */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param status the HTTP status that says it, from 400 to 499
   * @param message one sentence that names the field
   */
  public Rejected(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static Rejected invalid(String message) {
    return new Rejected(400, message);
  }

  /** The HTTP status that says it. */
  public int status() {
    return status;
  }
}
