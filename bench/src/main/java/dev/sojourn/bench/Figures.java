package dev.sojourn.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of one bench, in the order in which they are printed. */
final class Figures {
  private final String name;
  private final Map<String, String> values = new LinkedHashMap<>();

  Figures(String name) {
    this.name = name;
  }

  Figures with(String key, double value) {
    String format = value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.2f";
    values.put(key, String.format(Locale.ROOT, format, value));
    return this;
  }

  Figures with(String key, long value) {
    values.put(key, Long.toString(value));
    return this;
  }

  /** {@code h1 events_per_s=30123 p50_ms=7.9 …}. */
  String line() {
    return name
        + values.entrySet().stream()
            .map(value -> " " + value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining());
  }
}
