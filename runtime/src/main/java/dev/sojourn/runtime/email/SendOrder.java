package dev.sojourn.runtime.email;

import java.util.Arrays;
import java.util.Optional;

/** How a list of sends is sorted; those without the time come last. */
public record SendOrder(By by, boolean ascending) {
  /** The newest first, which costs nothing; any other order reads all sends that fit. */
  public static final SendOrder NEWEST = new SendOrder(By.CREATED, false);

  /** By what. */
  public enum By {
    CREATED("createdAt"),
    SENT("sentAt"),
    DELIVERED("deliveredAt"),
    OPENED("openedAt"),
    CLICKED("clickedAt"),
    BOUNCED("bouncedAt"),
    COMPLAINED("complainedAt");

    private final String wire;

    By(String wire) {
      this.wire = wire;
    }

    /** The spelling in questions: {@code createdAt}. */
    public String wire() {
      return wire;
    }

    /** The time of this spelling, if there is one. */
    public static Optional<By> of(String wire) {
      return Arrays.stream(values()).filter(by -> by.wire.equals(wire)).findFirst();
    }
  }
}
