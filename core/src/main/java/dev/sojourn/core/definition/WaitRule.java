package dev.sojourn.core.definition;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.definition.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an open wait asks of an event besides its name, as stored in the run's row: {@code
 * {"where":[…],"sameKey":true,"others":[…]}}.
 *
 * @param where conditions on its scalar properties
 * @param sameKey whether it must yield the run's key
 * @param others the names of further events that will do as well
 */
public record WaitRule(List<Condition> where, boolean sameKey, List<String> others) {
  /** Any event of the name will do. */
  public static final WaitRule NONE = new WaitRule(List.of(), false, List.of());

  public WaitRule {
    where = Condition.ofProperties(where);
  }

  /** The rule as JSON; null when it asks nothing. */
  public @Nullable String write() {
    var tree = new LinkedHashMap<String, Object>();
    if (!where.isEmpty()) {
      tree.put("where", ConditionJson.trees(where));
    }
    if (sameKey) {
      tree.put("sameKey", true);
    }
    if (!others.isEmpty()) {
      tree.put("others", others);
    }
    return tree.isEmpty() ? null : Json.write(tree);
  }

  /** The rule that {@link #write} wrote. */
  public static WaitRule read(@Nullable String json) {
    if (json == null) {
      return NONE;
    }
    var tree = Tree.of(Json.read(json));
    return new WaitRule(
        ConditionJson.conditions("where", tree.list("where")),
        tree.flag("sameKey"),
        tree.list("others").stream().map(String::valueOf).toList());
  }
}
