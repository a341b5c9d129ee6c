package dev.sojourn.dsl.compile;

import static org.codehaus.groovy.ast.tools.GeneralUtils.constX;

import dev.sojourn.dsl.definition.Condition.EmailCheck;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions that are built: {@code prop('plan').eq('pro')}, {@code
 * event('x').within(2.days).atLeast(3)}, {@code email('welcome').opened()}, {@code any(…)}. The
 * words are known inside {@code where} only, and never become calls.
 */
final class ConditionBuilders {
  private static final Map<String, String> WORDS =
      Map.of(
          "prop", "prop('plan').eq('pro')",
          "event", "event('order.placed').within(2.days).atLeast(3)",
          "email", "email('welcome').opened()",
          "all", "all(plan == 'pro', seats >= 50)",
          "any", "any(plan == 'pro', seats >= 50)",
          "not", "not(plan == 'pro')");
  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "eq", Operator.EQ,
          "neq", Operator.NEQ,
          "gt", Operator.GT,
          "gte", Operator.GTE,
          "lt", Operator.LT,
          "lte", Operator.LTE,
          "contains", Operator.CONTAINS,
          "exists", Operator.EXISTS,
          "notExists", Operator.NOT_EXISTS);
  private static final Map<String, Operator> COUNTS =
      Map.of(
          "atLeast", Operator.GTE,
          "moreThan", Operator.GT,
          "atMost", Operator.LTE,
          "lessThan", Operator.LT,
          "exactly", Operator.EQ);
  private static final Map<String, EventCheck> EVENTS =
      Map.of(
          "exists", EventCheck.EXISTS,
          "notExists", EventCheck.NOT_EXISTS,
          "count", EventCheck.COUNT);
  private static final Map<String, EmailCheck> MAILS =
      Map.of(
          "opened", EmailCheck.OPENED,
          "clicked", EmailCheck.CLICKED,
          "notOpened", EmailCheck.NOT_OPENED,
          "notClicked", EmailCheck.NOT_CLICKED);

  private final Problems problems;
  private final ConditionParser parser;

  ConditionBuilders(Problems problems, ConditionParser parser) {
    this.problems = problems;
    this.parser = parser;
  }

  /** An example of a word that builds conditions, or null if the name is none. */
  static @Nullable String example(String word) {
    return WORDS.get(word);
  }

  /** Whether the expression is a call that begins with one of the words. */
  static boolean builds(Expression expression) {
    return expression instanceof MethodCallExpression call
        && WORDS.containsKey(String.valueOf(chain(call).get(0).getMethodAsString()))
        && chain(call).get(0).isImplicitThis();
  }

  /** Whether the expression is {@code prop(…)} and nothing after it. */
  static boolean isProp(Expression expression) {
    return expression instanceof MethodCallExpression call
        && call.isImplicitThis()
        && "prop".equals(call.getMethodAsString());
  }

  /** The name that {@code prop('x')}, {@code event('x')} or {@code email('x')} is given. */
  static Expression subject(MethodCallExpression word, Problems problems) {
    List<Expression> given = arguments(word);
    if (given.size() == 1 && !isKnownNoText(given.get(0))) {
      return given.get(0);
    }
    String name = word.getMethodAsString();
    problems.add(word.getMethod(), "%s takes one name as text: %s('x')".formatted(name, name));
    return constX("");
  }

  /** The condition that a chain of calls builds, or null if it was refused. */
  @Nullable Draft condition(MethodCallExpression last) {
    List<MethodCallExpression> chain = chain(last);
    MethodCallExpression word = chain.get(0);
    List<MethodCallExpression> rest = chain.subList(1, chain.size());
    String name = String.valueOf(word.getMethodAsString());
    return switch (name) {
      case "prop" -> property(word, rest);
      case "event" -> event(word, rest);
      case "email" -> email(word, rest);
      default ->
          rest.isEmpty()
              ? joined(word, name)
              : refused(last, "nothing is called on %s(…)".formatted(name));
    };
  }

  private @Nullable Draft joined(MethodCallExpression word, String name) {
    List<Draft> parts = new ArrayList<>();
    List<Expression> given = arguments(word);
    for (Expression one : given) {
      Draft part = parser.condition(one);
      if (part != null) {
        parts.add(part);
      }
    }
    if (parts.size() < given.size()) {
      return null;
    }
    if (!name.equals("not")) {
      return new Draft.Joined(word, name.equals("all"), false, parts);
    }
    return parts.size() == 1
        ? new Draft.Negated(word, parts.get(0))
        : refused(word, "not takes one condition: " + WORDS.get("not"));
  }

  private @Nullable Draft property(MethodCallExpression word, List<MethodCallExpression> rest) {
    MethodCallExpression call = only(word, rest, COMPARISONS.keySet());
    if (call == null) {
      return null;
    }
    Expression property = subject(word, problems);
    Operator operator = comparison(call);
    List<Expression> given = arguments(call);
    if (operator.takesNoValue() && given.isEmpty()) {
      return new Draft.Compared(call, property, operator, null);
    }
    if (operator.takesNoValue() || given.size() != 1) {
      return refused(
          call.getMethod(), "'%s' takes %s".formatted(call.getMethodAsString(), taken(operator)));
    }
    return parser.compared(call, property, operator, given.get(0));
  }

  private static Operator comparison(MethodCallExpression call) {
    return COMPARISONS.getOrDefault(String.valueOf(call.getMethodAsString()), Operator.EQ);
  }

  private static String taken(Operator operator) {
    return operator.takesNoValue() ? "nothing" : "one value: " + operator.accepted();
  }

  private @Nullable Draft event(MethodCallExpression word, List<MethodCallExpression> rest) {
    Expression name = subject(word, problems);
    Expression within = null;
    List<MethodCallExpression> asked = rest;
    if (!rest.isEmpty() && "within".equals(rest.get(0).getMethodAsString())) {
      List<Expression> given = arguments(rest.get(0));
      if (given.size() != 1 || given.get(0) instanceof ConstantExpression) {
        return refused(rest.get(0).getMethod(), "within takes a duration: within(2.days)");
      }
      within = given.get(0);
      asked = rest.subList(1, rest.size());
    }
    Set<String> known = new TreeSet<>(EVENTS.keySet());
    known.addAll(COUNTS.keySet());
    MethodCallExpression call = only(word, asked, known);
    return call == null ? null : count(call, name, within);
  }

  private @Nullable Draft count(
      MethodCallExpression call, Expression event, @Nullable Expression within) {
    String name = String.valueOf(call.getMethodAsString());
    List<Expression> given = arguments(call);
    EventCheck check = EVENTS.getOrDefault(name, EventCheck.COUNT);
    Operator operator = COUNTS.get(name);
    if (operator == null && given.isEmpty()) {
      return new Draft.Counted(call, event, check, null, null, within);
    }
    Expression value = given.isEmpty() ? null : given.get(given.size() - 1);
    if (name.equals("count") && given.size() == 2) {
      operator = counting(given.get(0));
    } else if (given.size() != 1) {
      operator = null;
    }
    if (operator == null || value == null || (isKnown(value) && !isNumber(value))) {
      return refused(call.getMethod(), takes(name));
    }
    return new Draft.Counted(call, event, check, operator, value, within);
  }

  private static String takes(String name) {
    return switch (name) {
      case "count" -> "count takes gt, gte, lt, lte or eq and a whole number: count('gte', 3)";
      case "exists", "notExists" -> "'%s' takes nothing".formatted(name);
      default -> "'%s' takes a whole number: %s(3)".formatted(name, name);
    };
  }

  private static @Nullable Operator counting(Expression written) {
    Operator operator = COMPARISONS.get(String.valueOf(Names.literal(written)));
    return operator != null && operator.comparesCounts() ? operator : null;
  }

  private @Nullable Draft email(MethodCallExpression word, List<MethodCallExpression> rest) {
    MethodCallExpression call = only(word, rest, MAILS.keySet());
    EmailCheck check = call == null ? null : MAILS.get(String.valueOf(call.getMethodAsString()));
    if (call == null || check == null) {
      return null;
    }
    return arguments(call).isEmpty()
        ? new Draft.Mailed(call, subject(word, problems), check)
        : refused(call.getMethod(), "'%s' takes nothing".formatted(call.getMethodAsString()));
  }

  /** The one call that must follow a word, or null if there is another. */
  private @Nullable MethodCallExpression only(
      MethodCallExpression word, List<MethodCallExpression> rest, Set<String> known) {
    String name = String.valueOf(word.getMethodAsString());
    if (rest.isEmpty()) {
      refused(word.getMethod(), "say what is asked: %s".formatted(WORDS.get(name)));
      return null;
    }
    MethodCallExpression call = rest.get(0);
    String method = String.valueOf(call.getMethodAsString());
    if (!known.contains(method)) {
      String near = Suggestions.hint(method, known);
      String all = "; it takes " + String.join(", ", new TreeSet<>(known));
      refused(
          call.getMethod(),
          "%s(…) has no '%s'%s".formatted(name, method, near.isEmpty() ? all : near));
      return null;
    }
    if (rest.size() > 1) {
      refused(rest.get(1).getMethod(), "nothing is called after '%s'".formatted(method));
      return null;
    }
    return call;
  }

  private static List<MethodCallExpression> chain(MethodCallExpression last) {
    Deque<MethodCallExpression> chain = new ArrayDeque<>();
    Expression at = last;
    while (at instanceof MethodCallExpression call) {
      chain.addFirst(call);
      at = call.isImplicitThis() ? null : call.getObjectExpression();
    }
    return List.copyOf(chain);
  }

  private static List<Expression> arguments(MethodCallExpression call) {
    return call.getArguments() instanceof TupleExpression tuple
        ? tuple.getExpressions()
        : List.of(call.getArguments());
  }

  private static boolean isKnown(Expression value) {
    return value instanceof ConstantExpression;
  }

  private static boolean isKnownNoText(Expression value) {
    return isKnown(value) && Names.literal(value) == null;
  }

  private static boolean isNumber(Expression value) {
    return value instanceof ConstantExpression constant && constant.getValue() instanceof Number;
  }

  private @Nullable Draft refused(ASTNode node, String message) {
    problems.add(node, message);
    return null;
  }
}
