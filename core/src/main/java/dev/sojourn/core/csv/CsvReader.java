package dev.sojourn.core.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated values (RFC 4180) from text that comes in pieces: a cell in quotes may hold
 * commas, line ends and doubled quotes. Lines end with LF or CRLF. Holds no more than the row it is
 * in; not safe for several threads.
 */
public final class CsvReader {
  private final int longestRow;
  private final StringBuilder cell = new StringBuilder();
  private List<String> row = new ArrayList<>();
  private List<List<String>> rows = new ArrayList<>();
  private int length;
  private boolean quoted;
  private boolean closing;
  private boolean begun;

  /**
   * A reader at the start of a text.
   *
   * @param longestRow the most characters of a row
   */
  public CsvReader(int longestRow) {
    this.longestRow = longestRow;
  }

  /**
   * The rows that end in this piece.
   *
   * @throws IllegalArgumentException if a row is too long
   */
  public List<List<String>> next(String piece) {
    for (var i = 0; i < piece.length(); i++) {
      take(piece.charAt(i));
    }
    return taken();
  }

  /** The last row, if it does not end with a line end. */
  public List<List<String>> end() {
    if (begun) {
      endRow();
    }
    return taken();
  }

  private void take(char c) {
    if (++length > longestRow) {
      throw new IllegalArgumentException("a row has more than " + longestRow + " characters");
    }
    var wasClosing = closing;
    closing = false;
    if (quoted && c != '"') {
      if (!wasClosing) {
        cell.append(c);
        return;
      }
      quoted = false;
    }
    if (c == '"') {
      quote(wasClosing);
    } else if (c == ',') {
      endCell();
      begun = true;
    } else if (c == '\n') {
      endRow();
    } else {
      cell.append(c);
      begun = true;
    }
  }

  /** Inside of quotes the first quote may end the cell, and a second one right after it is text. */
  private void quote(boolean wasClosing) {
    begun = true;
    if (!quoted && cell.isEmpty()) {
      quoted = true;
    } else if (!quoted || wasClosing) {
      cell.append('"');
    } else {
      closing = true;
    }
  }

  private void endCell() {
    row.add(cell.toString());
    cell.setLength(0);
  }

  private void endRow() {
    if (!cell.isEmpty() && cell.charAt(cell.length() - 1) == '\r') {
      cell.setLength(cell.length() - 1);
    }
    if (begun && !(row.isEmpty() && cell.isEmpty())) {
      endCell();
      rows.add(row);
      row = new ArrayList<>();
    }
    cell.setLength(0);
    length = 0;
    quoted = false;
    closing = false;
    begun = false;
  }

  private List<List<String>> taken() {
    var taken = rows;
    rows = new ArrayList<>();
    return taken;
  }
}
