package dev.sojourn.runtime.http;

/**
 * A parameter in the address of a request; an empty one counts as none.
 *
 * @param shape what it may be
 * @param says what it does
 */
record Query(String name, Shape shape, String says) {
  private static final int LONGEST = 400;

  /** How many of a list, and from where on. */
  static Query[] paging(int most) {
    return new Query[] {
      new Query("limit", Shape.whole(1, most), "how many at most; 50 if it is not said"),
      new Query("offset", Shape.whole(0, 1_000_000_000), "how many to skip")
    };
  }

  /** A parameter of any text. */
  static Query text(String name, String says) {
    return new Query(name, Shape.text(1, LONGEST), says);
  }
}
