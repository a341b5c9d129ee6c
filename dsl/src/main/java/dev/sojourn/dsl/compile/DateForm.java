package dev.sojourn.dsl.compile;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.syntax.Types;
import org.jspecify.annotations.Nullable;

/** Reads {@code { contact.renewsAt - 30.days }}: a date of the contact, and how far from it. */
final class DateForm {
  private static final String FORM = "on: { contact.renewsAt - 30.days }";
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Set<String> NO_DATES = Set.of("id", "email");
  private static final Set<String> CALENDAR = Set.of("month", "months", "year", "years");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "second", Duration.ofSeconds(1),
          "seconds", Duration.ofSeconds(1),
          "minute", Duration.ofMinutes(1),
          "minutes", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "hours", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "days", Duration.ofDays(1),
          "week", Duration.ofDays(7),
          "weeks", Duration.ofDays(7));

  private final Problems problems;
  private String property = "";
  private Duration offset = Duration.ZERO;

  DateForm(Problems problems) {
    this.problems = problems;
  }

  /** Reads what stands after {@code on:}; false if it was refused. */
  boolean read(Expression written) {
    if (!(written instanceof ClosureExpression block)) {
      return refuse(written, "on: takes a block: " + FORM);
    }
    Expression date = only(block);
    if (date == null) {
      return refuse(block, "on: takes one date, moved by one length or not: " + FORM);
    }
    if (date instanceof BinaryExpression moved && sign(moved) != 0) {
      return moved(moved, sign(moved));
    }
    return property(date);
  }

  /** The property that holds the date. */
  String property() {
    return property;
  }

  /** How far after the date. */
  Duration offset() {
    return offset;
  }

  private static @Nullable Expression only(ClosureExpression block) {
    if (block.getCode() instanceof BlockStatement code && code.getStatements().size() == 1) {
      Statement statement = code.getStatements().get(0);
      if (statement instanceof ExpressionStatement one) {
        return one.getExpression();
      }
      if (statement instanceof ReturnStatement one && one.getLineNumber() > 0) {
        return one.getExpression();
      }
    }
    return null;
  }

  private static int sign(BinaryExpression binary) {
    return switch (binary.getOperation().getType()) {
      case Types.PLUS -> 1;
      case Types.MINUS -> -1;
      default -> 0;
    };
  }

  private boolean moved(BinaryExpression moved, int sign) {
    Expression date = moved.getLeftExpression();
    if (date instanceof BinaryExpression inner && sign(inner) != 0) {
      return refuse(moved, "a date is moved by one length; add them up: " + FORM);
    }
    if (isLength(date)) {
      return refuse(date, "the date stands first: " + FORM);
    }
    return property(date) && length(moved.getRightExpression(), sign);
  }

  private boolean property(Expression date) {
    String name = name(date);
    if (name == null) {
      return refuse(date, whyNot(date));
    }
    if (NO_DATES.contains(name)) {
      return refuse(
          date, "'contact." + name + "' is no date; name a property that holds one: " + FORM);
    }
    property = name;
    return true;
  }

  /** The name of the contact's property that is read: {@code contact.x}, {@code contact['x']}. */
  private static @Nullable String name(Expression date) {
    if (date instanceof PropertyExpression read
        && Names.isWord(read.getObjectExpression(), "contact")) {
      return read.getPropertyAsString();
    }
    return date instanceof BinaryExpression index
            && index.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
            && Names.isWord(index.getLeftExpression(), "contact")
        ? Names.literal(index.getRightExpression())
        : null;
  }

  private static String whyNot(Expression date) {
    if (date instanceof VariableExpression bare) {
      return "say whose date it is: on: { contact.%s }".formatted(bare.getName());
    }
    if (date instanceof PropertyExpression read) {
      Expression owner = read.getObjectExpression();
      if (Names.isWord(owner, "event")) {
        return "nothing has happened before the date, so there is no event; "
            + "the date is a property of the contact: on: { contact.%s }"
                .formatted(read.getPropertyAsString());
      }
      if (owner instanceof PropertyExpression) {
        return "the date is a property of the contact itself, not of an object in it: " + FORM;
      }
    }
    if (date instanceof MethodCallExpression call
        && call.isImplicitThis()
        && "date".equals(call.getMethodAsString())) {
      return "the property is read as a date by itself; leave date(…) out: " + FORM;
    }
    return "a date of the contact is expected here: " + FORM;
  }

  private boolean length(Expression written, int sign) {
    if (!(written instanceof PropertyExpression length)
        || !(length.getObjectExpression() instanceof ConstantExpression count)) {
      return refuse(
          written,
          written instanceof ConstantExpression number && number.getValue() instanceof Number
              ? "a number needs a unit, such as %s.days".formatted(number.getValue())
              : "a length is written out here, the same for every contact: " + FORM);
    }
    String unit = String.valueOf(length.getPropertyAsString());
    if (CALENDAR.contains(unit)) {
      return refuse(
          written,
          "a %s has no fixed length; count in days or weeks: %s"
              .formatted(unit.replaceFirst("s$", ""), FORM));
    }
    Duration one = UNITS.get(unit);
    if (one == null) {
      String near = Suggestions.hint(unit, UNITS.keySet());
      return refuse(written, "no unit of time '%s'%s".formatted(unit, near));
    }
    if (!(count.getValue() instanceof Integer number)) {
      return refuse(written, "a length is a whole number of its unit, such as 36.hours");
    }
    Duration whole = one.multipliedBy(number);
    if (whole.compareTo(LONGEST) > 0) {
      return refuse(written, "a date is moved by a hundred years at most");
    }
    offset = whole.multipliedBy(sign);
    return true;
  }

  private static boolean isLength(Expression expression) {
    return expression instanceof PropertyExpression length
        && length.getObjectExpression() instanceof ConstantExpression;
  }

  private boolean refuse(Expression at, String message) {
    problems.add(at, message);
    return false;
  }
}
