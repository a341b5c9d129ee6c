package dev.sojourn.runtime.app;

import java.util.List;

/** Where the TXT records of names are looked up. */
interface TxtRecords {
  /**
   * The records at a name, each with its parts joined; none if there are none, or no such name.
   *
   * @throws NotStarted if nobody answers
   */
  List<String> at(String name);
}
