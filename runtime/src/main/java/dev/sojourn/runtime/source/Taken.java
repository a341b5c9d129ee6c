package dev.sojourn.runtime.source;

import dev.sojourn.runtime.ingest.Receipt;
import java.util.Map;

/** What became of a webhook. */
public sealed interface Taken {
  /** There is no such source. */
  record Unknown() implements Taken {}

  /** Nothing proves that its sender is who it says. */
  record Unproved() implements Taken {}

  /**
   * Its body is not what the source expects.
   *
   * @param details what is wrong, by path; the path of the body itself is empty
   */
  record Unfit(Map<String, String> details) implements Taken {}

  /** Its source's file failed on it. */
  record Broken(String message) implements Taken {}

  /** It does not matter to its source. */
  record Skipped() implements Taken {}

  /**
   * It is an event that is stored for good.
   *
   * @param event the event's name
   */
  record Stored(String event, Receipt receipt) implements Taken {}
}
