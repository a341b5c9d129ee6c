package dev.sojourn.runtime.operator;

/** So many passwords are being hashed already that another one would wait too long. */
public final class Crowded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Crowded() {
    super(
        "too many passwords are being checked at once; try again in a few seconds",
        null,
        false,
        false);
  }
}
