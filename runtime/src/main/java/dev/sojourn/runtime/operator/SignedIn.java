package dev.sojourn.runtime.operator;

/**
 * A session that was just begun.
 *
 * @param token proves it, and is stored nowhere here; a secret
 */
public record SignedIn(String token, Session session) {
  /** The session without its token. */
  @Override
  public String toString() {
    return "SignedIn[" + session + "]";
  }
}
