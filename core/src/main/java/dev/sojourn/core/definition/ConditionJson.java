package dev.sojourn.core.definition;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as JSON: {@code {"type":"property","property":"plan","operator":"eq","value":"pro"}},
 * {@code {"type":"composite","operator":"and","conditions":[…]}}.
 */
public final class ConditionJson {
  private ConditionJson() {}

  /** A list of conditions as a JSON array. */
  public static String write(List<Condition> conditions) {
    return Json.write(trees(conditions));
  }

  /** The conditions of a JSON array that {@link #write} made. */
  public static List<Condition> read(String json) {
    if (Json.read(json) instanceof List<?> trees) {
      return conditions(trees);
    }
    throw new IllegalArgumentException("expected a JSON array of conditions, not '" + json + "'");
  }

  static List<Map<String, @Nullable Object>> trees(List<Condition> conditions) {
    return conditions.stream().map(ConditionJson::tree).toList();
  }

  static List<Condition> conditions(List<?> trees) {
    return trees.stream().map(tree -> condition(Tree.of(tree))).toList();
  }

  private static Map<String, @Nullable Object> tree(Condition condition) {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    if (condition instanceof Condition.Property property) {
      tree.put("type", "property");
      tree.put("property", property.property());
      tree.put("operator", property.operator().wire());
      if (property.value() != null) {
        tree.put("value", property.value());
      }
    } else if (condition instanceof Condition.And and) {
      putComposite(tree, "and", and.conditions());
    } else if (condition instanceof Condition.Or or) {
      putComposite(tree, "or", or.conditions());
    }
    return tree;
  }

  private static void putComposite(
      Map<String, @Nullable Object> tree, String operator, List<Condition> conditions) {
    tree.put("type", "composite");
    tree.put("operator", operator);
    tree.put("conditions", trees(conditions));
  }

  private static Condition condition(Tree tree) {
    var type = tree.text("type");
    var operator = tree.text("operator");
    return switch (type) {
      case "property" ->
          new Condition.Property(tree.text("property"), operator(operator), tree.value("value"));
      case "composite" -> composite(operator, conditions(tree.list("conditions")));
      default ->
          throw new IllegalArgumentException(
              "condition type '" + type + "' is not one of property, composite");
    };
  }

  private static Condition composite(String operator, List<Condition> conditions) {
    return switch (operator) {
      case "and" -> new Condition.And(conditions);
      case "or" -> new Condition.Or(conditions);
      default ->
          throw new IllegalArgumentException(
              "composite operator '" + operator + "' is not one of and, or");
    };
  }

  private static Operator operator(String wire) {
    for (var operator : Operator.values()) {
      if (operator.wire().equals(wire)) {
        return operator;
      }
    }
    throw new IllegalArgumentException(
        "operator '%s' is not one of %s"
            .formatted(wire, List.of(Operator.values()).toString().toLowerCase(Locale.ROOT)));
  }
}
