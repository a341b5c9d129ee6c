package dev.sojourn.hatchet.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of CEL that expressions of journeys use, read and evaluated in one pass: literals,
 * fields and indexes, {@code has}, {@code size}, {@code string}, {@code int}, {@code contains},
 * {@code startsWith}, {@code endsWith}, {@code in}, comparison, {@code + - !}, {@code && ||},
 * {@code ?:}. Anything else is a failed evaluation, which the engine treats as "no". Both sides of
 * {@code &&} and {@code ||} are evaluated; an error on one side yields to a deciding other side, as
 * CEL has it.
 */
final class Cel {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\\d+\\.\\d+|\\d+)|(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|([A-Za-z_]\\w*)"
              + "|(==|!=|<=|>=|&&|\\|\\||[-+!<>().\\[\\],?:]))");

  /** An expression that cannot be read or has no value here. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  private record Token(String text, boolean isName, boolean isNumber, boolean isString) {}

  private final List<Token> tokens = new ArrayList<>();
  private final Map<String, ?> names;
  private int at;

  private Cel(String expression, Map<String, ?> names) {
    this.names = names;
    Matcher matcher = TOKEN.matcher(expression);
    int end = 0;
    while (end < expression.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new Failed("cannot read '" + expression.substring(end) + "'");
      }
      end = matcher.end();
      tokens.add(
          new Token(
              matcher.group().strip(),
              matcher.group(3) != null,
              matcher.group(1) != null,
              matcher.group(2) != null));
    }
  }

  /**
   * The expression's value: text, number (long or double), truth, list, map or null.
   *
   * @throws Failed where the engine's evaluation would fail too, or the expression is beyond this
   *     part of CEL
   */
  static @Nullable Object evaluate(String expression, Map<String, ? extends JsonNode> names) {
    Map<String, Object> plain = new HashMap<>();
    names.forEach((name, tree) -> plain.put(name, Json.MAPPER.convertValue(tree, Object.class)));
    Cel cel = new Cel(expression, plain);
    Object value = cel.choice();
    if (cel.at < cel.tokens.size()) {
      throw new Failed("cannot read '" + cel.tokens.get(cel.at).text() + "'");
    }
    if (value instanceof Failed failed) {
      throw failed;
    }
    return value;
  }

  /** Whether the condition holds; an empty expression does, one that fails does not. */
  static boolean holds(String expression, Map<String, ? extends JsonNode> names) {
    try {
      return expression.isBlank() || Boolean.TRUE.equals(evaluate(expression, names));
    } catch (Failed no) {
      return false;
    }
  }

  private @Nullable Object choice() {
    Object condition = or();
    if (!take("?")) {
      return condition;
    }
    Object yes = choice();
    need(":");
    Object no = choice();
    return condition instanceof Boolean chosen
        ? (chosen ? yes : no)
        : new Failed("'?' needs a truth");
  }

  private @Nullable Object or() {
    Object left = and();
    while (take("||")) {
      Object right = and();
      left = CelValues.either(left, right);
    }
    return left;
  }

  private @Nullable Object and() {
    Object left = comparison();
    while (take("&&")) {
      Object right = comparison();
      left = CelValues.both(left, right);
    }
    return left;
  }

  private @Nullable Object comparison() {
    Object left = sum();
    for (String operator : List.of("==", "!=", "<=", ">=", "<", ">", "in")) {
      if (take(operator)) {
        return CelValues.compare(operator, left, sum());
      }
    }
    return left;
  }

  private @Nullable Object sum() {
    Object left = unary();
    while (true) {
      if (take("+")) {
        left = CelValues.plus(left, unary());
      } else if (take("-")) {
        left = CelValues.minus(left, unary());
      } else {
        return left;
      }
    }
  }

  private @Nullable Object unary() {
    if (take("!")) {
      return CelValues.not(unary());
    }
    if (take("-")) {
      return CelValues.minus(0L, unary());
    }
    Object value = primary();
    while (true) {
      if (take(".")) {
        value = member(value);
      } else if (take("[")) {
        Object index = choice();
        need("]");
        value = CelValues.at(value, index);
      } else {
        return value;
      }
    }
  }

  private @Nullable Object member(@Nullable Object owner) {
    String name = next().text();
    if (!take("(")) {
      return CelValues.at(owner, name);
    }
    List<@Nullable Object> given = arguments();
    return CelValues.method(name, owner, given);
  }

  private @Nullable Object primary() {
    Token token = next();
    if (token.isNumber()) {
      return token.text().contains(".")
          ? (Object) Double.valueOf(token.text())
          : (Object) Long.valueOf(token.text());
    }
    if (token.isString()) {
      return token.text().substring(1, token.text().length() - 1).replaceAll("\\\\(.)", "$1");
    }
    if (token.text().equals("(")) {
      Object inner = choice();
      need(")");
      return inner;
    }
    if (!token.isName()) {
      throw new Failed("did not expect '" + token.text() + "'");
    }
    return switch (token.text()) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> take("(") ? function(token.text()) : variable(token.text());
    };
  }

  private @Nullable Object variable(String name) {
    return names.containsKey(name) ? names.get(name) : new Failed("no variable '" + name + "'");
  }

  private @Nullable Object function(String name) {
    List<@Nullable Object> given = arguments();
    return given.size() == 1
        ? CelValues.function(name, given.get(0))
        : new Failed("no function '" + name + "'");
  }

  private List<@Nullable Object> arguments() {
    List<@Nullable Object> given = new ArrayList<>();
    if (take(")")) {
      return given;
    }
    do {
      given.add(choice());
    } while (take(","));
    need(")");
    return given;
  }

  private Token next() {
    if (at == tokens.size()) {
      throw new Failed("the expression ends too early");
    }
    return tokens.get(at++);
  }

  private boolean take(String text) {
    boolean there =
        at < tokens.size() && !tokens.get(at).isString() && tokens.get(at).text().equals(text);
    if (there) {
      at++;
    }
    return there;
  }

  private void need(String text) {
    if (!take(text)) {
      throw new Failed("expected '" + text + "'");
    }
  }
}
