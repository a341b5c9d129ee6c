package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.args;
import static org.codehaus.groovy.ast.tools.GeneralUtils.callX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.classX;
import static org.codehaus.groovy.ast.tools.GeneralUtils.constX;

import dev.sojourn.dsl.definition.DateRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.jspecify.annotations.Nullable;

/** Turns {@code trigger on: { contact.renewsAt - 30.days }} of the top half into a rule as data. */
final class DateTransform {
  private final Problems problems;

  DateTransform(Problems problems) {
    this.problems = problems;
  }

  void apply(ClosureExpression journey) {
    Map<String, MethodCallExpression> words = words(journey);
    MethodCallExpression trigger = words.get("trigger");
    if (trigger == null || Names.named(trigger) == null) {
      return;
    }
    if (Names.named(trigger, "on") == null) {
      withoutDate(trigger);
    } else {
      withDate(trigger, words);
    }
  }

  private static Map<String, MethodCallExpression> words(ClosureExpression journey) {
    Map<String, MethodCallExpression> words = new HashMap<>();
    if (journey.getCode() instanceof BlockStatement block) {
      for (Statement statement : block.getStatements()) {
        if (expression(statement) instanceof MethodCallExpression call && call.isImplicitThis()) {
          words.putIfAbsent(String.valueOf(call.getMethodAsString()), call);
        }
      }
    }
    return words;
  }

  private static @Nullable Expression expression(Statement statement) {
    if (statement instanceof ExpressionStatement one) {
      return one.getExpression();
    }
    return statement instanceof ReturnStatement one ? one.getExpression() : null;
  }

  private void withoutDate(MethodCallExpression trigger) {
    Expression at = Names.named(trigger, "at");
    if (at != null) {
      problems.add(at, "at: is the time of a date: trigger on: { contact.renewsAt }, at: '09:00'");
    } else if (Names.positional(trigger, 0) == null && Names.named(trigger, "where") != null) {
      problems.add(
          trigger, "trigger names the event that enrols: trigger 'user.created', where { … }");
    }
  }

  private void withDate(MethodCallExpression trigger, Map<String, MethodCallExpression> words) {
    Expression event = Names.positional(trigger, 0);
    Expression where = Names.named(trigger, "where");
    MethodCallExpression key = words.get("key");
    if (event != null) {
      problems.add(event, "a journey begins by an event or on a date; keep one of them");
    }
    if (where != null) {
      problems.add(
          where, "on: takes no where; ask in steps: if (contact.plan != 'pro') { exit() }");
    }
    if (key != null) {
      problems.add(key, "key tells events apart, and a contact has one such date; leave it out");
    }
    if (words.get("entryLimit") == null) {
      problems.warn(
          trigger,
          "without entryLimit a contact enters once, however often its date moves on; "
              + "say entryLimit unlimited, oncePer(300.days) or once");
    }
    replace(trigger);
  }

  private void replace(MethodCallExpression trigger) {
    MapExpression named = Names.named(trigger);
    List<MapEntryExpression> entries = named == null ? List.of() : named.getMapEntryExpressions();
    for (MapEntryExpression entry : new ArrayList<>(entries)) {
      if ("on".equals(Names.literal(entry.getKeyExpression()))) {
        Expression rule = rule(entry.getValueExpression(), Names.named(trigger, "at"));
        MapEntryExpression data = new MapEntryExpression(entry.getKeyExpression(), rule);
        data.setSourcePosition(entry);
        entries.set(entries.indexOf(entry), data);
      }
    }
  }

  /** A refused rule becomes one of nothing, so that nothing else is said about it. */
  private Expression rule(Expression written, @Nullable Expression at) {
    DateForm form = new DateForm(problems);
    String property = "";
    Duration offset = Duration.ZERO;
    if (form.read(written)) {
      property = form.property();
      offset = form.offset();
      if (at != null && !new DateRule(property, offset, null).countsDays()) {
        problems.add(
            at, "at: says the time of day, so count the date in whole days, or leave at: out");
      }
    }
    MethodCallExpression rule =
        callX(
            classX(ClassHelper.make(DateRule.class)),
            "of",
            args(constX(property), constX(offset.toString())));
    rule.setImplicitThis(false);
    rule.setSourcePosition(written);
    return rule;
  }
}
