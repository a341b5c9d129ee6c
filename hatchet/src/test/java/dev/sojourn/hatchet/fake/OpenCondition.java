package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One condition of a wait, and what has met it. Owned by the loop. */
final class OpenCondition {
  /** What is waited for. */
  sealed interface Kind {}

  /**
   * @param text as the client wrote it, which is what a replay is compared with
   */
  record Sleep(String text) implements Kind {
    Duration length() {
      return GoDuration.parse(text);
    }
  }

  /**
   * @param scope null for events of any scope
   * @param since how far to look back, null for not at all
   */
  record UserEvent(String key, @Nullable String scope, @Nullable Instant since) implements Kind {}

  final Kind kind;
  final String dataKey;
  final String group;
  final String expression;
  final List<JsonNode> matches = new ArrayList<>();
  Timers.Timer timer = Timers.Timer.NONE;

  OpenCondition(Kind kind, String dataKey, String group, String expression) {
    this.kind = kind;
    this.dataKey = dataKey;
    this.group = group;
    this.expression = expression;
  }

  /** What a replay must ask for again: not the group, the scope or the look-back. */
  String identity() {
    return expression + dataKey + kindName() + subject();
  }

  private String kindName() {
    return kind instanceof Sleep ? "SLEEP" : "USER_EVENT";
  }

  private String subject() {
    return kind instanceof Sleep sleep ? sleep.text() : ((UserEvent) kind).key();
  }

  /** The conditions in the engine's words: alternatives by group, groups joined. */
  static String label(List<OpenCondition> conditions) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (OpenCondition condition : conditions) {
      groups.computeIfAbsent(condition.group, group -> new ArrayList<>()).add(condition.label());
    }
    return groups.values().stream()
        .map(parts -> parts.size() == 1 ? parts.get(0) : "any of: " + String.join(", ", parts))
        .collect(Collectors.joining(" and "));
  }

  private String label() {
    return kind instanceof Sleep sleep
        ? "sleep(" + GoDuration.text(sleep.length()) + ")"
        : "event(" + ((UserEvent) kind).key() + ")";
  }

  boolean isFor(StoredEvent event) {
    return kind instanceof UserEvent wanted
        && wanted.key().equals(event.key())
        && (wanted.scope() == null || wanted.scope().equals(event.scope()))
        && Cel.holds(expression, Map.of("input", event.payload()));
  }
}
