package dev.sojourn.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Type names in the words of somebody who writes journeys. */
final class TypeNames {
  private static final Map<String, String> READABLE =
      Map.ofEntries(
          Map.entry("String", "text"),
          Map.entry("GString", "text"),
          Map.entry("GStringImpl", "text"),
          Map.entry("CharSequence", "text"),
          Map.entry("String[]", "texts"),
          Map.entry("int", "a whole number"),
          Map.entry("Integer", "a whole number"),
          Map.entry("long", "a whole number"),
          Map.entry("Long", "a whole number"),
          Map.entry("BigInteger", "a whole number"),
          Map.entry("double", "a number"),
          Map.entry("Double", "a number"),
          Map.entry("BigDecimal", "a number"),
          Map.entry("Number", "a number"),
          Map.entry("boolean", "true or false"),
          Map.entry("Boolean", "true or false"),
          Map.entry("Duration", "a duration such as 2.days"),
          Map.entry("Instant", "an instant such as now()"),
          Map.entry("Period", "a period such as 1.month"),
          Map.entry("LocalDate", "a date"),
          Map.entry("DayOfWeek", "a weekday such as monday"),
          Map.entry("WhenScope", "when"),
          Map.entry("WhenDay", "a day, whose time .at('09:00') gives"),
          Map.entry("Map", "a map"),
          Map.entry("LinkedHashMap", "a map"),
          Map.entry("List", "a list"),
          Map.entry("ArrayList", "a list"),
          Map.entry("Closure", "a block { … }"),
          Map.entry("Object", "a value of no fixed type"),
          Map.entry("void", "nothing"),
          Map.entry("<unknown parameter type>", "null"),
          Map.entry("ContactView", "the contact"),
          Map.entry("EventView", "the event"),
          Map.entry("HistoryScope", "the history"),
          Map.entry("GuardScope", "the guard"),
          Map.entry("JourneyHistory", "the history of a journey"),
          Map.entry("MailHistory", "the history of a template's mails"),
          Map.entry("PastEvent", "an event"),
          Map.entry("DigestResult", "the result of digest"),
          Map.entry("ThrottleResult", "the result of throttle"),
          Map.entry("OnStopped", "hold, skip or leave"),
          Map.entry("MailResult", "the result of a mail"),
          Map.entry("JourneyHandle", "the journey that was started"),
          Map.entry("EndResult", "how a journey ended"),
          Map.entry("WaitResult", "the result of a wait"),
          Map.entry("EntryLimit", "once, oncePer(7.days) or unlimited"),
          Map.entry("OnRepeat", "ignore, restart or queue"));
  private static final Pattern CONDITIONS =
      Pattern.compile("(java\\.util\\.)?List<(dev\\.sojourn\\.dsl\\.definition\\.)?Condition>");
  private static final Pattern GENERICS = Pattern.compile("<[^<>]*>");
  private static final Pattern PACKAGE = Pattern.compile("\\b([a-z_][\\w]*\\.)+(?=[A-Z])");

  private TypeNames() {}

  /** The readable form of one type name, such as {@code a duration such as 2.days}. */
  static String of(String type) {
    String name = type.strip();
    if (CONDITIONS.matcher(name).matches()) {
      return "where { … }";
    }
    String plain = PACKAGE.matcher(name).replaceAll("");
    String readable = READABLE.get(plain);
    if (readable != null) {
      return readable;
    }
    while (plain.contains("<")) {
      String less = GENERICS.matcher(plain).replaceAll("");
      if (less.equals(plain)) {
        break;
      }
      plain = less;
    }
    return READABLE.getOrDefault(plain, plain);
  }

  /** The readable forms of a list of types as Groovy prints it. */
  static String ofAll(String types) {
    return split(types).stream().map(TypeNames::of).collect(Collectors.joining(", "));
  }

  private static List<String> split(String types) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < types.length(); i++) {
      char c = types.charAt(i);
      if (c == '<') {
        depth++;
      } else if (c == '>') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(types.substring(from, i));
        from = i + 1;
      }
    }
    if (from < types.length()) {
      parts.add(types.substring(from));
    }
    return parts;
  }
}
