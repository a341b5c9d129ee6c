package dev.sojourn.core.definition;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.definition.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as JSON: {@code {"type":"property","property":"plan","operator":"eq","value":"pro"}},
 * {@code {"type":"composite","operator":"and","conditions":[…]}}; {@code event} and {@code
 * email_engagement} likewise. The operator {@code not} of a composite, with one condition in it, is
 * ours.
 */
public final class ConditionJson {
  private ConditionJson() {}

  /** A list of conditions as a JSON array. */
  public static String write(List<Condition> conditions) {
    return Json.write(trees(conditions));
  }

  /**
   * The conditions of a JSON array.
   *
   * @throws IllegalArgumentException if it is none, naming the place: {@code
   *     conditions[1].operator: …}
   */
  public static List<Condition> read(String json) {
    if (Json.read(json) instanceof List<?> trees) {
      return conditions("conditions", trees);
    }
    throw new IllegalArgumentException(
        "conditions: expected an array of conditions, not '" + json + "'");
  }

  /** The conditions of a JSON tree that stands at this path. */
  static List<Condition> conditions(String path, List<?> trees) {
    var conditions = new ArrayList<Condition>();
    for (var tree : trees) {
      conditions.add(ConditionReader.at(path + "[" + conditions.size() + "]", tree).condition());
    }
    return List.copyOf(conditions);
  }

  static List<Map<String, @Nullable Object>> trees(List<Condition> conditions) {
    return conditions.stream().map(ConditionJson::tree).toList();
  }

  private static Map<String, @Nullable Object> tree(Condition condition) {
    if (condition instanceof Condition.Property property) {
      return property(property);
    }
    if (condition instanceof Condition.Event event) {
      return event(event);
    }
    var tree = new LinkedHashMap<String, @Nullable Object>();
    if (condition instanceof Condition.Email email) {
      tree.put("type", "email_engagement");
      tree.put("templateKey", email.templateKey());
      tree.put("check", email.check().wire());
    } else if (condition instanceof Condition.And and) {
      putComposite(tree, "and", and.conditions());
    } else if (condition instanceof Condition.Or or) {
      putComposite(tree, "or", or.conditions());
    } else if (condition instanceof Condition.Not not) {
      putComposite(tree, "not", List.of(not.condition()));
    } else {
      throw new AssertionError(condition);
    }
    return tree;
  }

  private static Map<String, @Nullable Object> property(Condition.Property property) {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("type", "property");
    tree.put("property", property.property());
    tree.put("operator", property.operator().wire());
    if (property.value() != null) {
      tree.put("value", property.value());
    }
    return tree;
  }

  private static Map<String, @Nullable Object> event(Condition.Event event) {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("type", "event");
    tree.put("eventName", event.eventName());
    tree.put("check", event.check().wire());
    if (event.operator() != null) {
      tree.put("operator", event.operator().wire());
      tree.put("value", event.value());
    }
    if (event.within() != null) {
      tree.put("within", span(event.within()));
    }
    return tree;
  }

  private static Map<String, Object> span(Duration duration) {
    var tree = new LinkedHashMap<String, Object>();
    if (duration.toHours() > 0) {
      tree.put("hours", duration.toHours());
    }
    if (duration.toMinutesPart() > 0) {
      tree.put("minutes", duration.toMinutesPart());
    }
    if (duration.toSecondsPart() > 0 || tree.isEmpty()) {
      tree.put("seconds", duration.toSecondsPart());
    }
    return tree;
  }

  private static void putComposite(
      Map<String, @Nullable Object> tree, String operator, List<Condition> conditions) {
    tree.put("type", "composite");
    tree.put("operator", operator);
    tree.put("conditions", trees(conditions));
  }
}
