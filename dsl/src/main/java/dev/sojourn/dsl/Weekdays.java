package dev.sojourn.dsl;

import java.time.DayOfWeek;

/** The days of the week, as a script writes them: {@code when.next(monday)}. */
public interface Weekdays {
  /** Monday. */
  default DayOfWeek getMonday() {
    return DayOfWeek.MONDAY;
  }

  /** Tuesday. */
  default DayOfWeek getTuesday() {
    return DayOfWeek.TUESDAY;
  }

  /** Wednesday. */
  default DayOfWeek getWednesday() {
    return DayOfWeek.WEDNESDAY;
  }

  /** Thursday. */
  default DayOfWeek getThursday() {
    return DayOfWeek.THURSDAY;
  }

  /** Friday. */
  default DayOfWeek getFriday() {
    return DayOfWeek.FRIDAY;
  }

  /** Saturday. */
  default DayOfWeek getSaturday() {
    return DayOfWeek.SATURDAY;
  }

  /** Sunday. */
  default DayOfWeek getSunday() {
    return DayOfWeek.SUNDAY;
  }
}
