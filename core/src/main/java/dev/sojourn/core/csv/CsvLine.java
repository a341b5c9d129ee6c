package dev.sojourn.core.csv;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A line of comma-separated values, safe to open in a spreadsheet. */
public final class CsvLine {
  /** What a spreadsheet takes for the beginning of a formula. */
  private static final String FORMULA = "=+-@\t\r";

  private CsvLine() {}

  /** The cells in one line with its end; null is an empty one, and a formula is only text. */
  public static String of(List<? extends @Nullable String> cells) {
    return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    var safe = FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    var isPlain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
