package dev.sojourn.core.verdict;

import org.jspecify.annotations.Nullable;

/**
 * Keeps mails in the house: while it is on, all of them go to one address, and say whom they are
 * for.
 *
 * @param target the address; null blocks every mail while the mode is on
 * @param sender whose mails they are meanwhile; null changes nothing
 */
public record TestMode(boolean active, @Nullable String target, @Nullable String sender) {
  /** Mails go to whom they are for. */
  public static final TestMode OFF = new TestMode(false, null);

  private static final String MARK = "[TEST → ";

  /** One that leaves the sender as it is. */
  public TestMode(boolean active, @Nullable String target) {
    this(active, target, null);
  }

  /** Whether no mail may go out at all. */
  public boolean blocks() {
    return active && target == null;
  }

  /** Whether a mail needs no change: the mode is off, or it was changed before. */
  public boolean isRedirected(String to, String subject) {
    return !active || (to.equals(target) && subject.startsWith(MARK));
  }

  /** Whose mail it is. */
  public String from(String original) {
    return active && sender != null ? sender : original;
  }

  /** Whom a mail goes to. */
  public String to(String original) {
    return active && target != null ? target : original;
  }

  /** Its subject. */
  public String subject(String originalTo, String subject) {
    return active ? MARK + originalTo + "] " + subject : subject;
  }
}
