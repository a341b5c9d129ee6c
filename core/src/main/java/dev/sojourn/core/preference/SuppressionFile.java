package dev.sojourn.core.preference;

import dev.sojourn.core.identity.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a file of addresses that nothing may be sent to, line by line: one address on a line, or
 * {@code address,reason}, or CSV whose first line names the columns {@code email} and {@code
 * reason} among others. Holds no more than the columns; not safe for several threads.
 */
public final class SuppressionFile {
  /** The longest line that is read, in characters. */
  public static final int LONGEST_LINE = 1_000;

  private static final List<String> REASONS = List.of("unsubscribed", "bounced", "complained");
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,255}");

  private int email;
  private int reason = 1;
  private long line;

  /** What came of a line. */
  public sealed interface Read {}

  /**
   * An address.
   *
   * @param email in lower case
   * @param reason {@code unsubscribed}, {@code bounced} or {@code complained}
   */
  public record Row(long line, String email, String reason) implements Read {}

  /** A line that names no address, and why. */
  public record Wrong(long line, String error) implements Read {}

  /** A line that says nothing: it is empty, or names the columns. */
  public record Nothing() implements Read {}

  /** Reads the next line, without its end. */
  public Read next(String text) {
    line++;
    if (text.length() > LONGEST_LINE) {
      return new Wrong(line, "the line has more than " + LONGEST_LINE + " characters");
    }
    var cells = cells(line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (cells.stream().allMatch(String::isEmpty) || (line == 1 && isHead(cells))) {
      return new Nothing();
    }
    var written = cell(cells, email).toLowerCase(Locale.ROOT);
    var address = EmailAddress.of(written).orElse(written);
    if (!ADDRESS.matcher(address).matches() || !isStorable(address)) {
      return new Wrong(line, "'" + shown(address) + "' is not a mail address");
    }
    var why = cell(cells, reason).toLowerCase(Locale.ROOT);
    if (!why.isEmpty() && !REASONS.contains(why)) {
      return new Wrong(line, "'" + shown(why) + "' is not one of " + String.join(", ", REASONS));
    }
    return new Row(line, address, why.isEmpty() ? REASONS.get(0) : why);
  }

  private boolean isHead(List<String> cells) {
    var names = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
    if (!names.contains("email")) {
      return false;
    }
    email = names.indexOf("email");
    reason = names.indexOf("reason");
    return true;
  }

  private static String cell(List<String> cells, int place) {
    return place >= 0 && place < cells.size() ? cells.get(place) : "";
  }

  private static List<String> cells(String text) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    var quoted = false;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String shown(String text) {
    var plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
