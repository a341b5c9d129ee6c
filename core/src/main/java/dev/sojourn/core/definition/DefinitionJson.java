package dev.sojourn.core.definition;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.definition.DateRule;
import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.EntryRule;
import dev.sojourn.dsl.definition.ExitRule;
import dev.sojourn.dsl.definition.Holdout;
import dev.sojourn.dsl.definition.Hours;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.dsl.definition.OnRepeat;
import dev.sojourn.dsl.definition.OnStopped;
import dev.sojourn.dsl.definition.SendPolicy;
import dev.sojourn.dsl.definition.Trigger;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journey's definition as JSON, so that it can be read without its script. */
public final class DefinitionJson {
  private DefinitionJson() {}

  /** The definition as a JSON object; durations as ISO 8601. */
  public static String write(JourneyDefinition definition) {
    var entry = definition.entry();
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("id", definition.id());
    tree.put("name", definition.name());
    tree.put("description", definition.description());
    putIf(tree, "version", definition.version(), definition.version() != null);
    tree.put("enabled", definition.enabled());
    tree.put("trigger", trigger(entry.trigger()));
    putIf(tree, "date", date(entry.date()), entry.date() != null);
    tree.put("entryLimit", limitName(entry.limit()));
    if (entry.limit() instanceof EntryLimit.OncePer per) {
      tree.put("entryPeriod", per.period().toString());
    }
    tree.put("key", entry.key());
    tree.put("onRepeat", entry.onRepeat().name().toLowerCase(Locale.ROOT));
    var holdout = entry.holdout();
    putIf(tree, "holdoutPercent", holdout.percent(), !holdout.equals(Holdout.NONE));
    putIf(tree, "holdoutSalt", holdout.salt(), !holdout.salt().isEmpty());
    tree.put("exitOn", definition.exits().stream().map(DefinitionJson::exit).toList());
    tree.put("category", definition.sending().category());
    tree.put("suppress", definition.sending().suppress().toString());
    var hours = definition.sending().hours();
    putIf(tree, "sendFrom", hours.start().toString(), !hours.equals(Hours.ALL));
    putIf(tree, "sendUntil", hours.end().toString(), !hours.equals(Hours.ALL));
    var onStopped = definition.sending().onStopped();
    putIf(tree, "onStopped", name(onStopped), onStopped != null);
    var priority = definition.sending().priority();
    putIf(tree, "priority", priority, priority != 0);
    tree.put("labels", definition.labels());
    return Json.write(tree);
  }

  /** The rule as a JSON object, as it stands in a definition; two that are equal have one text. */
  public static String write(DateRule rule) {
    return Json.write(date(rule));
  }

  /**
   * The definition that {@link #write(JourneyDefinition)} wrote; spelling and order of fields may
   * differ.
   */
  public static JourneyDefinition read(String json) {
    var tree = Tree.of(Json.read(json));
    return new JourneyDefinition(
        tree.text("id"),
        tree.text("name"),
        tree.textOrNull("description"),
        tree.textOrNull("version"),
        tree.flag("enabled"),
        entry(tree),
        exitRules(tree.list("exitOn")),
        sending(tree),
        tree.list("labels").stream().map(String::valueOf).toList());
  }

  private static EntryRule entry(Tree tree) {
    var trigger = tree.tree("trigger");
    return new EntryRule(
        new Trigger(
            trigger.text("event"),
            ConditionJson.conditions("trigger.where", trigger.list("where"))),
        limit(tree),
        tree.textOrNull("key"),
        OnRepeat.valueOf(tree.text("onRepeat").toUpperCase(Locale.ROOT)),
        holdout(tree),
        date(tree));
  }

  private static @Nullable DateRule date(Tree entry) {
    if (entry.value("date") == null) {
      return null;
    }
    var tree = entry.tree("date");
    var rule = DateRule.of(tree.text("property"), tree.text("offset"));
    var at = tree.textOrNull("at");
    return at == null ? rule : rule.at(LocalTime.parse(at));
  }

  private static @Nullable Map<String, @Nullable Object> date(@Nullable DateRule rule) {
    if (rule == null) {
      return null;
    }
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("property", rule.property());
    tree.put("offset", rule.offset().toString());
    putIf(tree, "at", String.valueOf(rule.at()), rule.at() != null);
    return tree;
  }

  private static Holdout holdout(Tree tree) {
    var percent = tree.numberOrNull("holdoutPercent");
    var salt = tree.textOrNull("holdoutSalt");
    return percent == null
        ? Holdout.NONE
        : new Holdout(percent.doubleValue(), salt == null ? "" : salt);
  }

  private static SendPolicy sending(Tree tree) {
    var from = tree.textOrNull("sendFrom");
    var until = tree.textOrNull("sendUntil");
    var onStopped = tree.textOrNull("onStopped");
    var priority = tree.numberOrNull("priority");
    return new SendPolicy(
        tree.text("category"),
        Duration.parse(tree.text("suppress")),
        from == null || until == null
            ? Hours.ALL
            : new Hours(LocalTime.parse(from), LocalTime.parse(until)),
        onStopped == null ? null : OnStopped.valueOf(onStopped.toUpperCase(Locale.ROOT)),
        priority == null ? 0 : priority.intValue());
  }

  /** What is absent is not written, so that definitions of plain journeys stay as they were. */
  private static void putIf(
      Map<String, @Nullable Object> tree, String name, @Nullable Object value, boolean present) {
    if (present) {
      tree.put(name, value);
    }
  }

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
  }

  private static EntryLimit limit(Tree tree) {
    var name = tree.text("entryLimit");
    return switch (name) {
      case "once" -> new EntryLimit.Once();
      case "once_per_period" -> new EntryLimit.OncePer(Duration.parse(tree.text("entryPeriod")));
      case "unlimited" -> new EntryLimit.Unlimited();
      default ->
          throw new IllegalArgumentException(
              "entryLimit '" + name + "' is not one of once, once_per_period, unlimited");
    };
  }

  private static String limitName(EntryLimit limit) {
    if (limit instanceof EntryLimit.Once) {
      return "once";
    }
    return limit instanceof EntryLimit.OncePer ? "once_per_period" : "unlimited";
  }

  private static Map<String, @Nullable Object> trigger(Trigger trigger) {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("event", trigger.event());
    tree.put("where", ConditionJson.trees(trigger.where()));
    return tree;
  }

  private static Map<String, @Nullable Object> exit(ExitRule exit) {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("event", exit.event());
    tree.put("where", ConditionJson.trees(exit.where()));
    tree.put("sameKey", exit.sameKey());
    return tree;
  }

  private static List<ExitRule> exitRules(List<?> exits) {
    var rules = new ArrayList<ExitRule>();
    for (var exit : exits) {
      var tree = Tree.of(exit);
      var path = "exitOn[" + rules.size() + "].where";
      rules.add(
          new ExitRule(
              tree.text("event"),
              ConditionJson.conditions(path, tree.list("where")),
              tree.flag("sameKey")));
    }
    return rules;
  }
}
