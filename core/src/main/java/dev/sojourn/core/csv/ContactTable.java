package dev.sojourn.core.csv;

import dev.sojourn.core.replay.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of contacts whose first row names the columns: {@code externalId} and {@code email} say
 * who somebody is, every other one is a property.
 */
public final class ContactTable {
  private static final String EXTERNAL_ID = "externalId";
  private static final String EMAIL = "email";

  private final List<String> columns;

  private ContactTable(List<String> columns) {
    this.columns = columns;
  }

  /**
   * The table below this first row.
   *
   * @throws IllegalArgumentException if it names nobody, or a column twice
   */
  public static ContactTable of(List<String> head) {
    var columns =
        head.stream().map(name -> name.startsWith("\uFEFF") ? name.substring(1) : name).toList();
    columns = columns.stream().map(String::strip).toList();
    if (!columns.contains(EXTERNAL_ID) && !columns.contains(EMAIL)) {
      throw new IllegalArgumentException(
          "the first row names neither 'externalId' nor 'email'; it must name the columns");
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException("the first row names a column twice");
    }
    return new ContactTable(columns);
  }

  /** A row as JSON, in the shape in which the data plane is told of a contact. */
  public String json(List<String> cells) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    var body = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < Math.min(cells.size(), columns.size()); i++) {
      var cell = cells.get(i);
      if (!cell.isEmpty()) {
        switch (columns.get(i)) {
          case EXTERNAL_ID -> body.put("userId", cell);
          case EMAIL -> body.put("email", cell);
          case "" -> {}
          default -> properties.put(columns.get(i), cell);
        }
      }
    }
    body.put("properties", properties);
    return Json.write(body);
  }
}
