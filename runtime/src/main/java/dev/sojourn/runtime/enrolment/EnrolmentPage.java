package dev.sojourn.runtime.enrolment;

import java.util.List;

/**
 * A part of a list of enrolments, newest first.
 *
 * @param total how many there are in the whole list: exact below {@link
 *     dev.sojourn.runtime.database.Search#COUNTED}; that one means as many or more
 */
public record EnrolmentPage(List<Enrolment> enrolments, long total) {
  public EnrolmentPage {
    enrolments = List.copyOf(enrolments);
  }
}
