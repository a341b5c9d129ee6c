package dev.sojourn.hatchet;

/**
 * A call that the engine refused, or that did not reach it. The message is one line: what failed,
 * on what, what was expected, what to do.
 */
public class HatchetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** A setting is missing or wrong. */
    SETTING(false),
    /** The engine does not accept the token. */
    TOKEN(false),
    /** The two sides do not agree about TLS. */
    TLS(false),
    /** The engine was not reached: nothing was done. */
    UNREACHABLE(true),
    /** The call was sent and no answer came: whether the engine acted is unknown. */
    UNANSWERED(true),
    /** The engine is older than what this client speaks. */
    TOO_OLD(false),
    /** The engine found the request wrong. */
    INVALID(false),
    /** The request is longer than a message may be. */
    TOO_LARGE(false),
    /** What the request names does not exist. */
    NOT_FOUND(false),
    /** What the request would make exists. */
    EXISTS(false),
    /** The engine is not in a state for it, such as a heartbeat without an open stream. */
    OUT_OF_TURN(true),
    /** A rate or tenant limit was met; nothing was done. */
    LIMITED(true),
    /** The engine failed. */
    ENGINE(true);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean passes() {
      return passing;
    }
  }

  private final Kind kind;

  /** A failure of a kind. */
  public HatchetException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure of a kind that another one caused. */
  public HatchetException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of failure it is. */
  public Kind kind() {
    return kind;
  }
}
