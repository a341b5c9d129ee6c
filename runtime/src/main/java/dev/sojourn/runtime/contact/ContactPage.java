package dev.sojourn.runtime.contact;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of contacts.
 *
 * @param total how many fit in all
 * @param next where the next part begins; null after the last
 */
public record ContactPage(List<Contact> contacts, long total, @Nullable Mark next) {
  public ContactPage {
    contacts = List.copyOf(contacts);
  }

  /**
   * A place in a list.
   *
   * @param place the value that it is sorted by, as JSON
   * @param id of the contact there
   */
  public record Mark(String place, long id) {
    private static final int MOST_DIGITS = 12;
    private static final int NANOS = 9;

    /** The place in a list that is sorted by a time; empty if it is none. */
    public Optional<Instant> time() {
      try {
        var seconds = new BigDecimal(place);
        if (seconds.scale() < -MOST_DIGITS
            || seconds.scale() > NANOS
            || seconds.precision() - seconds.scale() > MOST_DIGITS) {
          return Optional.empty();
        }
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        var nanos = seconds.subtract(whole).movePointRight(NANOS).intValue();
        return Optional.of(Instant.ofEpochSecond(whole.longValue(), nanos));
      } catch (NumberFormatException noNumber) {
        return Optional.empty();
      }
    }
  }
}
