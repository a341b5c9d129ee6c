package dev.sojourn.dsl;

import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What happened to the contact before. Each answer is recorded and stays the same in a replay. */
public interface HistoryScope {
  /** Whether the contact had an event of this name. */
  boolean hasEvent(String event);

  /**
   * Whether the contact had an event of this name.
   *
   * @param options {@code within}: not longer ago than this
   */
  boolean hasEvent(
      @NamedParam(value = "within", type = Duration.class) Map<String, ?> options, String event);

  /** How many events of this name the contact had. */
  int countOf(String event);

  /**
   * How many events of this name the contact had.
   *
   * @param options {@code within}: not longer ago than this
   */
  int countOf(
      @NamedParam(value = "within", type = Duration.class) Map<String, ?> options, String event);

  /** The newest events of this name, newest first. */
  List<PastEvent> events(String event);

  /**
   * The newest events of this name, newest first, as many as fit into 64 KB.
   *
   * @param options {@code limit}: how many, 50 when absent and 200 at most; {@code within}: not
   *     longer ago than this
   */
  List<PastEvent> events(
      @NamedParam(value = "limit", type = Integer.class)
          @NamedParam(value = "within", type = Duration.class)
          Map<String, ?> options,
      String event);

  /** What the contact did in the journey of this id. */
  JourneyHistory journey(String journeyId);

  /** The mails of this template that went to the address that the contact has now. */
  MailHistory email(String template);
}
