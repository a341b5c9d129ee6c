package dev.sojourn.core.condition;

import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.Condition.EmailCheck;
import dev.sojourn.dsl.definition.Condition.EventCheck;
import dev.sojourn.dsl.definition.Condition.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as the Groovy that makes them: {@code where { plan == 'pro' && seats >= 50 }}. What is
 * printed compiles to equal data.
 */
public final class ConditionText {
  private static final Map<Operator, String> SYMBOLS =
      Map.of(
          Operator.EQ, "==",
          Operator.NEQ, "!=",
          Operator.GT, ">",
          Operator.GTE, ">=",
          Operator.LT, "<",
          Operator.LTE, "<=");
  private static final Map<Operator, String> COUNTS =
      Map.of(
          Operator.EQ, "exactly",
          Operator.GT, "moreThan",
          Operator.GTE, "atLeast",
          Operator.LT, "lessThan",
          Operator.LTE, "atMost");
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9_]*");
  private static final Set<String> RESERVED =
      Set.of(
          "abstract",
          "as",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "def",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "in",
          "instanceof",
          "int",
          "interface",
          "it",
          "long",
          "native",
          "new",
          "non",
          "not",
          "null",
          "package",
          "permits",
          "private",
          "protected",
          "public",
          "record",
          "return",
          "sealed",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "threadsafe",
          "throw",
          "throws",
          "trait",
          "transient",
          "true",
          "try",
          "var",
          "void",
          "volatile",
          "while",
          "yield");

  private enum Join {
    AND,
    OR
  }

  private ConditionText() {}

  /** The source of these conditions; {@code where()} for none. */
  public static String of(List<Condition> conditions) {
    if (conditions.isEmpty()) {
      return "where()";
    }
    var first = conditions.get(0);
    var alone = conditions.size() == 1 && !(first instanceof Condition.And);
    return "where { " + (alone ? text(first, null) : joined(Join.AND, conditions)) + " }";
  }

  /** One condition, as a part of what joins the conditions around it. */
  private static String text(Condition condition, @Nullable Join around) {
    if (condition instanceof Condition.And and) {
      return around == Join.AND || and.conditions().size() < 2
          ? call("all", and.conditions())
          : joined(Join.AND, and.conditions());
    }
    if (condition instanceof Condition.Or or) {
      if (around == Join.OR || or.conditions().size() < 2) {
        return call("any", or.conditions());
      }
      var text = joined(Join.OR, or.conditions());
      return around == Join.AND && run(Join.OR, or.conditions(), 0) < or.conditions().size()
          ? "(" + text + ")"
          : text;
    }
    if (condition instanceof Condition.Not not) {
      return negated(not.condition());
    }
    if (condition instanceof Condition.Property property) {
      return property(property);
    }
    if (condition instanceof Condition.Event event) {
      return event(event);
    }
    if (condition instanceof Condition.Email email) {
      return "email(%s).%s()".formatted(literal(email.templateKey()), camel(email.check()));
    }
    throw new AssertionError(condition);
  }

  private static String joined(Join join, List<Condition> parts) {
    var texts = new ArrayList<String>();
    for (var at = 0; at < parts.size(); ) {
      var length = run(join, parts, at);
      texts.add(
          length > 1 ? listed(join, parts.subList(at, at + length)) : text(parts.get(at), join));
      at += length;
    }
    return String.join(join == Join.AND ? " && " : " || ", texts);
  }

  /** How many parts from here on compare one property, so that a list says it; at least 1. */
  private static int run(Join join, List<Condition> parts, int from) {
    var operator = join == Join.OR ? Operator.EQ : Operator.NEQ;
    if (!(parts.get(from) instanceof Condition.Property first) || first.operator() != operator) {
      return 1;
    }
    var end = from + 1;
    while (end < parts.size()
        && parts.get(end) instanceof Condition.Property next
        && next.operator() == operator
        && next.property().equals(first.property())) {
      end++;
    }
    return end - from;
  }

  private static String listed(Join join, List<Condition> run) {
    var properties = run.stream().map(Condition.Property.class::cast).toList();
    return properties.stream()
        .map(property -> value(property.value()))
        .collect(
            Collectors.joining(
                ", ",
                name(properties.get(0).property()) + (join == Join.OR ? " in [" : " !in ["),
                "]"));
  }

  private static String call(String word, List<Condition> conditions) {
    return conditions.stream()
        .map(condition -> text(condition, null))
        .collect(Collectors.joining(", ", word + "(", ")"));
  }

  // '!' turns what has an opposite; only what has none keeps it in the data.
  private static String negated(Condition condition) {
    if (condition instanceof Condition.Property property
        && property.operator().complement() == null) {
      return property.operator() == Operator.CONTAINS
          ? "!" + property(property)
          : "!(" + property(property) + ")";
    }
    var kept =
        condition instanceof Condition.Email
            || (condition instanceof Condition.Event event && event.operator() == Operator.EQ);
    return kept ? "!" + text(condition, null) : call("not", List.of(condition));
  }

  private static String property(Condition.Property condition) {
    var name = name(condition.property());
    return switch (condition.operator()) {
      case EXISTS -> name + " != null";
      case NOT_EXISTS -> name + " == null";
      case CONTAINS -> name + ".contains(" + value(condition.value()) + ")";
      default -> name + " " + SYMBOLS.get(condition.operator()) + " " + value(condition.value());
    };
  }

  private static String event(Condition.Event condition) {
    var within = condition.within();
    var event =
        "event(%s)%s."
            .formatted(
                literal(condition.eventName()),
                within == null ? "" : ".within(" + duration(within) + ")");
    return condition.operator() == null
        ? event + camel(condition.check()) + "()"
        : event + COUNTS.get(condition.operator()) + "(" + condition.value() + ")";
  }

  private static String camel(EventCheck check) {
    return switch (check) {
      case EXISTS -> "exists";
      case NOT_EXISTS -> "notExists";
      case COUNT -> "count";
    };
  }

  private static String camel(EmailCheck check) {
    return switch (check) {
      case OPENED -> "opened";
      case CLICKED -> "clicked";
      case NOT_OPENED -> "notOpened";
      case NOT_CLICKED -> "notClicked";
    };
  }

  private static String duration(Duration duration) {
    var seconds = duration.toSeconds();
    if (seconds > Integer.MAX_VALUE) {
      return "Duration.parse('" + duration + "')";
    }
    if (seconds == 0 || seconds % 60 != 0) {
      return counted(seconds, "second");
    }
    if (seconds % 3600 != 0) {
      return counted(seconds / 60, "minute");
    }
    return seconds % 86_400 != 0
        ? counted(seconds / 3600, "hour")
        : counted(seconds / 86_400, "day");
  }

  private static String counted(long count, String unit) {
    return count + "." + unit + (count == 1 ? "" : "s");
  }

  private static String name(String property) {
    var plain = NAME.matcher(property).matches() && !RESERVED.contains(property);
    return plain ? property : "prop(" + literal(property) + ")";
  }

  private static String value(@Nullable Object value) {
    return value instanceof String text ? literal(text) : Objects.toString(value);
  }

  private static String literal(String text) {
    var literal = new StringBuilder("'");
    text.chars().forEach(c -> literal.append(escaped((char) c)));
    return literal.append("'").toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\\' -> "\\\\";
      case '\'' -> "\\'";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          Character.isISOControl(c) || c == '\u2028' || c == '\u2029'
              ? "\\u%04x".formatted((int) c)
              : String.valueOf(c);
    };
  }
}
