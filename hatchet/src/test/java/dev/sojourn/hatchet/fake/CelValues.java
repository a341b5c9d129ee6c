package dev.sojourn.hatchet.fake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the operators of {@link Cel} do with values. A {@link Cel.Failed} is a value too, carried to
 * where it decides.
 */
final class CelValues {
  private CelValues() {}

  static @Nullable Object either(@Nullable Object left, @Nullable Object right) {
    if (Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)) {
      return true;
    }
    return Boolean.FALSE.equals(left) && Boolean.FALSE.equals(right)
        ? (Object) false
        : failure("||", left, right);
  }

  static @Nullable Object both(@Nullable Object left, @Nullable Object right) {
    if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
      return false;
    }
    return Boolean.TRUE.equals(left) && Boolean.TRUE.equals(right)
        ? (Object) true
        : failure("&&", left, right);
  }

  static @Nullable Object not(@Nullable Object value) {
    return value instanceof Boolean truth ? (Object) !truth : failure("!", value, value);
  }

  static @Nullable Object compare(String operator, @Nullable Object left, @Nullable Object right) {
    if (left instanceof Cel.Failed || right instanceof Cel.Failed) {
      return failure(operator, left, right);
    }
    return switch (operator) {
      case "==" -> same(left, right);
      case "!=" -> !same(left, right);
      case "in" -> isIn(left, right);
      default -> ordered(operator, left, right);
    };
  }

  private static boolean same(@Nullable Object left, @Nullable Object right) {
    return (left instanceof Number a && right instanceof Number b)
        ? Double.compare(a.doubleValue(), b.doubleValue()) == 0
        : Objects.equals(left, right);
  }

  private static @Nullable Object isIn(@Nullable Object left, @Nullable Object right) {
    if (right instanceof List<?> list) {
      return list.stream().anyMatch(element -> same(left, element));
    }
    return right instanceof Map<?, ?> map
        ? (Object) map.containsKey(left)
        : failure("in", left, right);
  }

  private static @Nullable Object ordered(
      String operator, @Nullable Object left, @Nullable Object right) {
    int order;
    if (left instanceof Number a && right instanceof Number b) {
      order = Double.compare(a.doubleValue(), b.doubleValue());
    } else if (left instanceof String a && right instanceof String b) {
      order = a.compareTo(b);
    } else {
      return failure(operator, left, right);
    }
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  static @Nullable Object plus(@Nullable Object left, @Nullable Object right) {
    if (left instanceof String a && right instanceof String b) {
      return a + b;
    }
    if (left instanceof Number a && right instanceof Number b) {
      return isWhole(a) && isWhole(b)
          ? (Object) (a.longValue() + b.longValue())
          : (Object) (a.doubleValue() + b.doubleValue());
    }
    return failure("+", left, right);
  }

  static @Nullable Object minus(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return isWhole(a) && isWhole(b)
          ? (Object) (a.longValue() - b.longValue())
          : (Object) (a.doubleValue() - b.doubleValue());
    }
    return failure("-", left, right);
  }

  static @Nullable Object at(@Nullable Object owner, @Nullable Object index) {
    if (owner instanceof Map<?, ?> map && map.containsKey(index)) {
      return map.get(index);
    }
    if (owner instanceof List<?> list
        && index instanceof Long number
        && number >= 0
        && number < list.size()) {
      return list.get(number.intValue());
    }
    return owner instanceof Cel.Failed ? owner : new Cel.Failed("no such key: " + index);
  }

  static @Nullable Object method(
      String name, @Nullable Object owner, List<@Nullable Object> given) {
    if (name.equals("size") && given.isEmpty()) {
      return function("size", owner);
    }
    if (!(owner instanceof String text)
        || given.size() != 1
        || !(given.get(0) instanceof String part)) {
      return new Cel.Failed("no method '" + name + "' for these values");
    }
    return switch (name) {
      case "contains" -> text.contains(part);
      case "startsWith" -> text.startsWith(part);
      case "endsWith" -> text.endsWith(part);
      default -> new Cel.Failed("no method '" + name + "'");
    };
  }

  static @Nullable Object function(String name, @Nullable Object value) {
    if (name.equals("has")) {
      return !(value instanceof Cel.Failed);
    }
    if (value instanceof Cel.Failed) {
      return value;
    }
    return switch (name) {
      case "string" ->
          value instanceof Map || value instanceof List || value == null
              ? new Cel.Failed("no text of this value")
              : String.valueOf(value);
      case "int" ->
          value instanceof Number number
              ? (Object) number.longValue()
              : new Cel.Failed("no number");
      case "size" -> size(value);
      default -> new Cel.Failed("no function '" + name + "'");
    };
  }

  private static @Nullable Object size(@Nullable Object value) {
    if (value instanceof String text) {
      return (long) text.length();
    }
    if (value instanceof List<?> list) {
      return (long) list.size();
    }
    return value instanceof Map<?, ?> map
        ? (Object) (long) map.size()
        : new Cel.Failed("no size of this value");
  }

  private static boolean isWhole(Number number) {
    return number instanceof Long || number instanceof Integer;
  }

  private static Cel.Failed failure(
      String operator, @Nullable Object left, @Nullable Object right) {
    if (left instanceof Cel.Failed failed) {
      return failed;
    }
    return right instanceof Cel.Failed failed
        ? failed
        : new Cel.Failed("no '" + operator + "' for these values");
  }
}
