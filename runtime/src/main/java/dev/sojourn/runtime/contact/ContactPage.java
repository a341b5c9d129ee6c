package dev.sojourn.runtime.contact;

import java.util.List;
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
  public record Mark(String place, long id) {}
}
