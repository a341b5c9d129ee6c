package dev.sojourn.core.verdict;

import java.util.List;
import java.util.Map;

/**
 * How far a send has come. News about it may come late, twice or in any order, and only ever takes
 * it further: {@code sent < delivered < opened < clicked}, all of which {@code bounced} and {@code
 * complained} replace for good.
 *
 * <p>News from outside proves that a send whose fate was {@code unknown} went out. It does not move
 * one that is still {@code rendered}: whoever has it in hand ends that attempt, and {@link #taken}
 * says where it stands then.
 */
public final class SendRanks {
  private static final Map<String, List<String>> REPLACED =
      Map.of(
          "sent", List.of("queued", "rendered", "unknown"),
          "delivered", List.of("unknown", "sent"),
          "opened", List.of("unknown", "sent", "delivered"),
          "clicked", List.of("unknown", "sent", "delivered", "opened"),
          "bounced", List.of("unknown", "sent", "delivered", "opened", "clicked"),
          "complained", List.of("unknown", "sent", "delivered", "opened", "clicked", "bounced"),
          "failed", List.of("queued", "rendered"));

  private SendRanks() {}

  /** The statuses that news of this one replaces; none for what is no news. */
  public static List<String> replacedBy(String news) {
    return REPLACED.getOrDefault(news, List.of());
  }

  /** The status after news. */
  public static String after(String status, String news) {
    return replacedBy(news).contains(status) ? news : status;
  }

  /** The status of a send that the provider took, when its reader was heard of before that. */
  public static String taken(boolean opened, boolean clicked) {
    return after(after("sent", opened ? "opened" : "sent"), clicked ? "clicked" : "sent");
  }
}
