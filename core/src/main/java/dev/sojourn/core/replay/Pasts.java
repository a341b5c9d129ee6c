package dev.sojourn.core.replay;

import dev.sojourn.dsl.JourneyHistory;
import dev.sojourn.dsl.MailHistory;
import dev.sojourn.dsl.PastEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers about the past in the plain form that a journal keeps, and back. */
public final class Pasts {
  /** Stands after events of which there were more than a journal keeps of one value. */
  private static final String CUT = "more";

  private Pasts() {}

  /** The answer to {@link Request.ListEvents}: as many of these as one value may hold. */
  public static Object events(List<PastEvent> events) {
    var plain = new ArrayList<@Nullable Object>(events.size());
    var bytes = Values.bytes(List.of(CUT));
    for (var event : events) {
      var one = Values.plain(Arrays.asList(event.name(), event.occurredAt(), event.properties()));
      bytes += 1 + Values.bytes(one);
      if (bytes > Limits.VALUE_BYTES) {
        plain.add(CUT);
        return plain;
      }
      plain.add(one);
    }
    return plain;
  }

  /** Whether there were more events than the answer holds. */
  static boolean isCut(@Nullable Object plain) {
    var list = list(plain);
    return !list.isEmpty() && CUT.equals(list.get(list.size() - 1));
  }

  /** The answer to {@link Request.PastJourney}. */
  public static Object journey(JourneyHistory history) {
    return Arrays.asList(history.completed(), history.lastCompletedAt(), history.entryCount());
  }

  /** The answer to {@link Request.PastMails}. */
  public static Object mails(MailHistory history) {
    return Arrays.asList(
        history.sent(), history.lastSentAt(), history.count(), history.opened(), history.clicked());
  }

  /**
   * The answer to {@link Request.Started}.
   *
   * @param entered whether the contact entered by that event
   * @param status of that enrolment, or of the one that it has instead; {@code active} while live
   * @param stateId the public id of that enrolment
   */
  public static Object started(boolean entered, String status, String stateId) {
    return Arrays.asList(entered, status, stateId);
  }

  /** The answer to {@link Request.Started} when the contact is not in the journey. */
  public static Object notStarted() {
    return started(false, "not_entered", "");
  }

  @SuppressWarnings("unchecked") // as written by events
  static List<PastEvent> toEvents(@Nullable Object plain) {
    var events = new ArrayList<PastEvent>();
    var all = list(plain);
    for (var one : isCut(plain) ? all.subList(0, all.size() - 1) : all) {
      var fields = list(one);
      events.add(
          new PastEvent(
              String.valueOf(fields.get(0)),
              (Instant) fields.get(1),
              (Map<String, @Nullable Object>) fields.get(2)));
    }
    return List.copyOf(events);
  }

  static JourneyHistory toJourney(@Nullable Object plain) {
    var fields = list(plain);
    return new JourneyHistory(
        Boolean.TRUE.equals(fields.get(0)), (Instant) fields.get(1), number(fields.get(2)));
  }

  /** Journals of earlier builds end before what readers did with the mail. */
  static MailHistory toMails(@Nullable Object plain) {
    var fields = list(plain);
    var isWhole = fields.size() > 3;
    return new MailHistory(
        Boolean.TRUE.equals(fields.get(0)),
        (Instant) fields.get(1),
        number(fields.get(2)),
        isWhole && Boolean.TRUE.equals(fields.get(3)),
        isWhole && Boolean.TRUE.equals(fields.get(4)));
  }

  static int number(@Nullable Object plain) {
    return plain instanceof Number number ? number.intValue() : 0;
  }

  static List<?> list(@Nullable Object plain) {
    if (plain instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("an answer about the past is no list: " + plain);
  }
}
