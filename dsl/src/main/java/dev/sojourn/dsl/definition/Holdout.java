package dev.sojourn.dsl.definition;

/**
 * A share of the contacts that a journey leaves alone, to compare the others with.
 *
 * @param percent how many in a hundred, 0 to 50
 * @param salt what to deal by instead of the journey's id; empty for the id
 */
public record Holdout(double percent, String salt) {
  /** Nobody is held out. */
  public static final Holdout NONE = new Holdout(0, "");

  public Holdout {
    if (!(percent >= 0 && percent <= 50)) {
      throw new IllegalArgumentException(
          "holdout takes 0 to 50 percent, not %s".formatted(shown(percent)));
    }
  }

  private static String shown(double number) {
    return number == Math.rint(number)
        ? String.valueOf(Math.round(number))
        : String.valueOf(number);
  }
}
