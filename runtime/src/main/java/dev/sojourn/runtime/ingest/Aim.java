package dev.sojourn.runtime.ingest;

/** What somebody who sends something wants taken in. */
public enum Aim {
  /** That something happened. */
  EVENT,
  /** Only who a contact is and what is known of it; no event is stored. */
  CONTACT,
  /** The same, and the e-mail address is the contact's from now on. */
  ADDRESS
}
