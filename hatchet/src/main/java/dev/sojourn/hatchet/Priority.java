package dev.sojourn.hatchet;

/** Which of the runs that wait for a worker goes first. */
public enum Priority {
  /** After all others; what the engine takes when nothing is said. */
  LOW(1),
  /** Before low ones. */
  MEDIUM(2),
  /** Before all others. */
  HIGH(3);

  private final int number;

  Priority(int number) {
    this.number = number;
  }

  /** The number on the wire, 1 to 3. */
  public int number() {
    return number;
  }
}
