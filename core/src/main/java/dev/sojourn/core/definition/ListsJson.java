package dev.sojourn.core.definition;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.definition.Cap;
import dev.sojourn.dsl.definition.Caps;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.dsl.definition.MailList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists and caps as JSON. */
public final class ListsJson {
  private ListsJson() {}

  /** The definition as JSON; equal ones have equal texts. */
  public static String write(ListsDefinition definition) {
    var caps = definition.caps();
    var byCategory = new TreeMap<String, Object>();
    caps.byCategory().forEach((category, cap) -> byCategory.put(category, fields(cap)));
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("lists", definition.lists().stream().map(ListsJson::fields).toList());
    fields.put("cap", caps.all() == null ? null : fields(caps.all()));
    fields.put("caps", byCategory);
    fields.put("exempt", List.copyOf(new TreeSet<>(caps.exempt())));
    return Json.write(fields);
  }

  /**
   * The definition that was written.
   *
   * @throws IllegalArgumentException if it was not
   */
  public static ListsDefinition read(String json) {
    var fields = object(Json.read(json));
    var lists = new ArrayList<MailList>();
    items(fields.get("lists")).forEach(list -> lists.add(list(object(list))));
    var byCategory = new LinkedHashMap<String, Cap>();
    object(fields.get("caps"))
        .forEach((category, cap) -> byCategory.put(String.valueOf(category), cap(object(cap))));
    var exempt = new LinkedHashSet<String>();
    items(fields.get("exempt")).forEach(category -> exempt.add(String.valueOf(category)));
    var all = fields.get("cap");
    return new ListsDefinition(
        lists, new Caps(all == null ? null : cap(object(all)), byCategory, exempt));
  }

  private static Map<String, @Nullable Object> fields(MailList list) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", list.id());
    fields.put("name", list.name());
    fields.put("description", list.description());
    fields.put("optIn", list.optIn());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Cap cap) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("count", cap.count());
    fields.put("seconds", cap.window().toSeconds());
    return fields;
  }

  private static MailList list(Map<?, ?> fields) {
    var description = fields.get("description");
    return new MailList(
        String.valueOf(fields.get("id")),
        String.valueOf(fields.get("name")),
        description == null ? null : description.toString(),
        Boolean.TRUE.equals(fields.get("optIn")));
  }

  private static Cap cap(Map<?, ?> fields) {
    return new Cap(
        (int) number(fields.get("count")), Duration.ofSeconds(number(fields.get("seconds"))));
  }

  private static long number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("lists: '" + value + "' is no number");
  }

  private static Map<?, ?> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("lists: '" + value + "' is no object");
  }

  private static List<?> items(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("lists: '" + value + "' is no array");
  }
}
