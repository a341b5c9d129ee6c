package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.args;
import static org.codehaus.groovy.ast.tools.GeneralUtils.callX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.classX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.constX;

import dev.sojourn.dsl.definition.Condition.EmailCheck;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import dev.sojourn.dsl.definition.Condition.Operator;
import dev.sojourn.dsl.definition.Condition.Spelt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions that are written as stored definitions have them: {@code [property: 'plan',
 * operator: 'eq', value: 'pro']}; a {@code type} that is absent is {@code property}.
 */
final class ConditionLiterals {
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "property", Set.of("type", "property", "operator", "value"),
          "event", Set.of("type", "eventName", "check", "operator", "value", "within"),
          "email_engagement", Set.of("type", "templateKey", "check"),
          "composite", Set.of("type", "operator", "conditions"));
  private static final Map<String, Integer> UNITS =
      Map.of("hours", 3600, "minutes", 60, "seconds", 1);

  private final Problems problems;
  private final ConditionParser parser;

  ConditionLiterals(Problems problems, ConditionParser parser) {
    this.problems = problems;
    this.parser = parser;
  }

  /** The condition of a literal map, or null if it was refused. */
  @Nullable Draft condition(MapExpression literal) {
    Fields fields = new Fields(literal, new LinkedHashMap<>());
    for (MapEntryExpression entry : literal.getMapEntryExpressions()) {
      fields.values().put(entry.getKeyExpression().getText(), entry.getValueExpression());
    }
    String type = "property";
    if (fields.values().containsKey("type")) {
      type = constant(fields, "type", FIELDS.keySet());
    }
    if (type == null || !areKnown(literal, type)) {
      return null;
    }
    return switch (type) {
      case "event" -> event(fields);
      case "email_engagement" -> email(fields);
      case "composite" -> composite(fields);
      default -> property(fields);
    };
  }

  private boolean areKnown(MapExpression literal, String type) {
    Set<String> known = new TreeSet<>(FIELDS.getOrDefault(type, Set.of()));
    for (MapEntryExpression entry : literal.getMapEntryExpressions()) {
      String name = entry.getKeyExpression().getText();
      if (!known.contains(name)) {
        String near = Suggestions.hint(name, known);
        String all = "; it has " + String.join(", ", known);
        refused(
            entry,
            "a condition of type '%s' has no '%s'%s"
                .formatted(type, name, near.isEmpty() ? all : near));
        return false;
      }
    }
    return true;
  }

  private @Nullable Draft property(Fields fields) {
    Expression property = text(fields, "property");
    Operator operator = spelt(fields, "operator", List.of(Operator.values()));
    if (property == null || operator == null) {
      return null;
    }
    Expression value = fields.values().get("value");
    if (operator.takesNoValue()) {
      return value == null
          ? new Draft.Compared(fields.at(), property, operator, null)
          : refused(value, "'%s' takes no value".formatted(operator.wire()));
    }
    if (value == null || isNull(value)) {
      return refused(
          value == null ? fields.at() : value,
          "'%s' needs a 'value': %s".formatted(operator.wire(), operator.accepted()));
    }
    return parser.compared(fields.at(), property, operator, value);
  }

  private @Nullable Draft event(Fields fields) {
    Expression name = text(fields, "eventName");
    EventCheck check = spelt(fields, "check", List.of(EventCheck.values()));
    List<Operator> counting =
        Stream.of(Operator.values()).filter(Operator::comparesCounts).toList();
    boolean compares = fields.values().containsKey("operator");
    Operator operator = compares ? spelt(fields, "operator", counting) : null;
    Expression within = within(fields);
    if (name == null || check == null || (compares && operator == null)) {
      return null;
    }
    if (fields.values().containsKey("within") && within == null) {
      return null;
    }
    Expression value = fields.values().get("value");
    boolean isCount = check == EventCheck.COUNT;
    if ((operator == null) != (value == null) || (operator != null && !isCount)) {
      return refused(
          fields.at(), "only check: 'count' takes an operator and a value, and both of them");
    }
    if (value instanceof ConstantExpression constant && !(constant.getValue() instanceof Number)) {
      return refused(value, "a count is compared with a whole number");
    }
    return new Draft.Counted(fields.at(), name, check, operator, value, within);
  }

  private @Nullable Draft email(Fields fields) {
    Expression template = text(fields, "templateKey");
    EmailCheck check = spelt(fields, "check", List.of(EmailCheck.values()));
    return template == null || check == null
        ? null
        : new Draft.Mailed(fields.at(), template, check);
  }

  private @Nullable Draft composite(Fields fields) {
    String operator = constant(fields, "operator", Set.of("and", "or", "not"));
    if (operator == null) {
      return null;
    }
    if (!(fields.values().get("conditions") instanceof ListExpression list)) {
      return refused(fields.at(), "a composite needs its 'conditions', a list");
    }
    List<Draft> parts = new ArrayList<>();
    for (Expression one : list.getExpressions()) {
      Draft part = parser.condition(one);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    if (!operator.equals("not")) {
      return new Draft.Joined(fields.at(), operator.equals("and"), false, parts);
    }
    return parts.size() == 1
        ? new Draft.Negated(fields.at(), parts.get(0))
        : refused(list, "'not' takes one condition");
  }

  /** The span in a literal, or an expression of type duration; null if absent or refused. */
  private @Nullable Expression within(Fields fields) {
    Expression within = fields.values().get("within");
    if (!(within instanceof MapExpression units)) {
      return within instanceof ConstantExpression ? refusedSpan(within) : within;
    }
    long seconds = 0;
    for (MapEntryExpression entry : units.getMapEntryExpressions()) {
      Integer unit = UNITS.get(entry.getKeyExpression().getText());
      if (unit == null
          || !(entry.getValueExpression() instanceof ConstantExpression constant)
          || !(constant.getValue() instanceof Integer count)
          || count < 0) {
        return refusedSpan(entry);
      }
      seconds += (long) unit * count;
    }
    return units.getMapEntryExpressions().isEmpty() ? refusedSpan(units) : span(seconds, units);
  }

  private static Expression span(long seconds, ASTNode at) {
    MethodCallExpression duration =
        callX(classX(ClassHelper.make(Duration.class)), "ofSeconds", args(constX(seconds, true)));
    duration.setImplicitThis(false);
    duration.setSourcePosition(at);
    return duration;
  }

  private @Nullable Expression refusedSpan(ASTNode at) {
    refused(
        at,
        "within takes one or more of hours, minutes and seconds, whole: [hours: 48], or 2.days");
    return null;
  }

  private @Nullable Expression text(Fields fields, String name) {
    Expression value = fields.values().get(name);
    if (value == null || (value instanceof ConstantExpression && Names.literal(value) == null)) {
      refused(
          value == null ? fields.at() : value,
          "a condition needs its '%s', a text".formatted(name));
      return null;
    }
    return value;
  }

  private <S extends Spelt> @Nullable S spelt(Fields fields, String name, List<S> known) {
    String written =
        constant(fields, name, new TreeSet<>(known.stream().map(Spelt::wire).toList()));
    return known.stream().filter(one -> one.wire().equals(written)).findFirst().orElse(null);
  }

  private @Nullable String constant(Fields fields, String name, Set<String> known) {
    Expression value = fields.values().get(name);
    String written = Names.literal(value);
    if (written != null && known.contains(written)) {
      return written;
    }
    String message =
        "channel_identity".equals(written)
            ? "'channel_identity' is for the waves of a campaign; it is not asked of one contact"
            : "'%s' is not %s; it is one of %s"
                .formatted(
                    name,
                    written == null ? "given as literal text" : "'" + written + "'",
                    String.join(", ", new TreeSet<>(known)));
    refused(value == null ? fields.at() : value, message);
    return null;
  }

  private static boolean isNull(Expression value) {
    return value instanceof ConstantExpression constant && constant.isNullExpression();
  }

  private @Nullable Draft refused(ASTNode node, String message) {
    problems.add(node, message);
    return null;
  }

  private record Fields(MapExpression at, Map<String, Expression> values) {}
}
