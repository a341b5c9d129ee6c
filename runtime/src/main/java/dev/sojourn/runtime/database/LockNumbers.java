package dev.sojourn.runtime.database;

/**
 * The numbers of the advisory locks that stand for one thing in the whole installation: each is the
 * first of a pair whose second is 1, a space apart from that of contacts and addresses.
 */
public final class LockNumbers {
  /** Held by whoever changes the schema. */
  public static final int MIGRATIONS = 7365;

  /** Held by whoever makes a bundle the active one. */
  public static final int BUNDLE = 7311;

  /** Held by the relay that claims parcels, so that it overlooks none that another takes. */
  public static final int OUTBOX = 7312;

  /** Held by whoever mints the first key. */
  public static final int FIRST_KEY = 7313;

  /** Held by the process that vacuums the hot table. */
  public static final int VACUUM = 7314;

  /** Held by the process that forgets what is past its time. */
  public static final int HOUSEKEEPING = 7315;

  /** Held by whoever makes the first operator. */
  public static final int FIRST_OPERATOR = 7321;

  private LockNumbers() {}
}
