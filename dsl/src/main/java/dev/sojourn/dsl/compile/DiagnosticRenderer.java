package dev.sojourn.dsl.compile;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.StringGroovyMethods;
import org.codehaus.groovy.syntax.SyntaxException;
import org.jspecify.annotations.Nullable;

/** Says what Groovy's compiler found, in the words of somebody who writes journeys. */
final class DiagnosticRenderer {
  private static final Pattern NO_METHOD =
      Pattern.compile(
          "Cannot find matching method (.*?)#([\\w$]+)\\((.*)\\)\\. Please.*", Pattern.DOTALL);
  private static final Pattern WRONG_CALL =
      Pattern.compile(
          "Cannot call (?:<.*> )?(.*?)#([\\w$]+)\\((.*)\\) with arguments \\[(.*)\\].*",
          Pattern.DOTALL);
  private static final Pattern NO_PROPERTY =
      Pattern.compile("No such property: (\\S+) for class: (.*)", Pattern.DOTALL);
  private static final Pattern NO_CONSTRUCTOR =
      Pattern.compile(
          "Cannot find matching constructor ([\\w.$]+)\\((.*)\\)\\. Please.*", Pattern.DOTALL);
  private static final Pattern ASSIGNED =
      Pattern.compile("Cannot assign value of type (.*) to variable of type (.*)", Pattern.DOTALL);
  private static final Pattern NAMED =
      Pattern.compile("argument for named param '(.*)' has type '(.*)' but expected '(.*)'\\.");
  private static final Pattern NO_CLASS =
      Pattern.compile("unable to resolve class ([\\w.$]+).*", Pattern.DOTALL);
  private static final Pattern UNEXPECTED =
      Pattern.compile("Unexpected (?:input|character): '(.*)'.*", Pattern.DOTALL);
  private static final String SHOWN_LINE_END = "\\n";
  private static final int LONGEST_EXCERPT = 30;
  private static final Pattern TRAILER = Pattern.compile("\\s*@ line \\d+, column \\d+\\.\\s*$");
  private static final String CHECKED_BEFORE = "The variable [";
  private static final String TYPE_PREFIX = "[Static type checking] - ";
  private static final String OF_NO_TYPE = "java.lang.Object";
  private static final Set<String> FOLLOWING =
      Set.of(
          OF_NO_TYPE,
          "unexpected named arg: ",
          "required named param ",
          "Target method for method call expression hasn't been set");
  private static final Set<String> OF_EVENTS =
      Set.of("dev.sojourn.dsl.PastEvent", "dev.sojourn.dsl.WaitResult");
  private static final String NAMED_FIRST = "(java.util.LinkedHashMap";
  static final Set<String> UNITS =
      Set.of(
          "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
          "month", "months", "year", "years");

  private final Problems problems;

  DiagnosticRenderer(Problems problems) {
    this.problems = problems;
  }

  void render(ErrorCollector errors) {
    Map<Boolean, List<SyntaxException>> mayFollow =
        errors.getErrors().stream()
            .filter(SyntaxErrorMessage.class::isInstance)
            .map(message -> ((SyntaxErrorMessage) message).getCause())
            .filter(error -> !bare(error).startsWith(CHECKED_BEFORE))
            .collect(Collectors.partitioningBy(DiagnosticRenderer::mayFollow));
    mayFollow.getOrDefault(false, List.of()).forEach(this::render);
    for (SyntaxException error : mayFollow.getOrDefault(true, List.of())) {
      if (!problems.hasUnknownNames() && !problems.hasLine(error.getStartLine())) {
        render(error);
      }
    }
  }

  private void render(SyntaxException error) {
    problems.add(error.getStartLine(), error.getStartColumn(), sentence(bare(error)));
  }

  private static String bare(SyntaxException error) {
    String text = TRAILER.matcher(error.getOriginalMessage()).replaceAll("").strip();
    return text.startsWith(TYPE_PREFIX) ? text.substring(TYPE_PREFIX.length()) : text;
  }

  /** Whether the error may only follow from another one, which left a value without a type. */
  private static boolean mayFollow(SyntaxException error) {
    String text = bare(error);
    return FOLLOWING.stream().anyMatch(text::contains)
        || (NO_METHOD.matcher(text).matches() && text.contains(NAMED_FIRST));
  }

  private static String sentence(String text) {
    Matcher found = NO_METHOD.matcher(text);
    if (found.matches()) {
      return noMethod(found.group(1), found.group(2), found.group(3));
    }
    found = WRONG_CALL.matcher(text);
    if (found.matches()) {
      return noMethod(found.group(1), found.group(2), found.group(4));
    }
    found = NO_PROPERTY.matcher(text);
    if (found.matches()) {
      return noProperty(found.group(2), found.group(1));
    }
    found = NAMED.matcher(text);
    if (found.matches()) {
      boolean where = found.group(1).equals("where");
      String expected = where ? "a block { plan == 'pro' }" : TypeNames.of(found.group(3));
      return "'%s:' takes %s, not %s"
          .formatted(found.group(1), expected, TypeNames.of(found.group(2)));
    }
    found = ASSIGNED.matcher(text);
    if (found.matches()) {
      String from = found.group(1);
      String advice = from.equals(OF_NO_TYPE) ? "; say its type: (contact.seats as Integer)" : "";
      return "%s does not fit into a variable for %s%s"
          .formatted(TypeNames.of(from), TypeNames.of(found.group(2)), advice);
    }
    return other(text);
  }

  private static String other(String text) {
    Matcher found = NO_CONSTRUCTOR.matcher(text);
    if (found.matches()) {
      return "'new %s' does not take (%s)"
          .formatted(TypeNames.of(found.group(1)), TypeNames.ofAll(found.group(2)));
    }
    found = NO_CLASS.matcher(text);
    if (found.matches()) {
      return "no type '%s'; write its full name if it is in a library".formatted(found.group(1));
    }
    if (text.startsWith("Spread-dot operator")) {
      return "'*.' asks each value of a list; say that it is one: (contact.tags as List)*.name";
    }
    found = UNEXPECTED.matcher(text);
    return found.matches() ? unexpected(found.group(1)) : text;
  }

  private static String unexpected(String excerpt) {
    int lineEnd = excerpt.lastIndexOf(SHOWN_LINE_END);
    String last =
        lineEnd < 0 ? excerpt : excerpt.substring(lineEnd + SHOWN_LINE_END.length()).strip();
    if (last.isEmpty()) {
      return "the file ends here, but a bracket or brace before it is still open; close it";
    }
    if (excerpt.endsWith("'") || excerpt.endsWith("\"")) {
      return "a text that begins here has no end in this line; close it with the same quote";
    }
    String shown =
        last.length() > LONGEST_EXCERPT ? last.substring(0, LONGEST_EXCERPT) + " …" : last;
    return "'%s' is not expected here; look for a comma, bracket, quote or value that is missing before it"
        .formatted(shown);
  }

  private static String noMethod(String receiver, String name, String given) {
    String shown = TypeNames.ofAll(given);
    WordBook book = bookOf(receiver, name);
    if (book != null) {
      return "'%s' does not take (%s); it takes %s"
          .formatted(name, unnamed(shown, book, name), taken(book, name));
    }
    if (receiver.equals(OF_NO_TYPE)) {
      return noFixedType(name);
    }
    if (name.equals("compareTo")) {
      return "%s is not compared with %s; make both of one kind: (contact.seats as Integer) > 5"
          .formatted(TypeNames.of(receiver), shown);
    }
    String hint = Hints.forLength(receiver, name);
    String near = hint.isEmpty() ? Suggestions.hint(name, methods(receiver)) : hint;
    if (near.isEmpty() && WordBook.HANDLES.stream().anyMatch(one -> one.isOf(receiver))) {
      near = "; it has " + String.join(", ", all(receiver));
    }
    return "%s has no '%s' that takes (%s)%s".formatted(TypeNames.of(receiver), name, shown, near);
  }

  /** The arguments given without the map that stands for the named ones. */
  private static String unnamed(String shown, WordBook book, String word) {
    return book.named(word).isEmpty() ? shown : shown.replaceFirst("^a map, ", "");
  }

  private static String taken(WordBook book, String word) {
    String usage = book.usage(word);
    return usage.equals("()") && !book.named(word).isEmpty()
        ? "all by name: " + String.join(":, ", book.named(word)) + ":"
        : usage;
  }

  private static String noFixedType(String name) {
    if (name.equals("plus") || name.equals("minus")) {
      return "what a property holds has no fixed type; read a date with date(contact.renewsAt), a"
          + " number with (contact.seats as Integer)";
    }
    return "'%s' needs to know the type of its value; say it with 'as': (contact.plan as String)"
        .formatted(name);
  }

  private static @Nullable WordBook bookOf(String receiver, String name) {
    for (WordBook behind : WordBook.BEHIND.values()) {
      if (behind.isOf(receiver)) {
        return behind.has(name) ? behind : null;
      }
    }
    if (receiver.startsWith(Script.CLASS_PREFIX)
        || receiver.endsWith("RunScope")
        || receiver.endsWith("JourneyScope")
        || receiver.endsWith("Closure")) {
      return WordBook.STEPS.has(name)
          ? WordBook.STEPS
          : WordBook.TOP.has(name) ? WordBook.TOP : null;
    }
    return null;
  }

  private static String noProperty(String receiver, String name) {
    if (receiver.equals(OF_NO_TYPE)) {
      return noFixedType(name);
    }
    if (receiver.endsWith("ContactView") || receiver.endsWith("EventView")) {
      return "read '%s' by its word, contact.%s or event.%s, or with get('%s')"
          .formatted(name, name, name, name);
    }
    boolean number = receiver.equals("int") || receiver.equals("java.lang.Integer");
    Set<String> known = number ? UNITS : properties(receiver);
    String hint = Hints.forLength(receiver, name);
    String near = hint.isEmpty() ? Suggestions.hint(name, known) : hint;
    if (near.isEmpty() && OF_EVENTS.contains(receiver)) {
      near = "; what came with an event is in its properties: properties." + name;
    } else if (near.isEmpty() && receiver.startsWith("java.util.List")) {
      near = "; if it holds events, what came with them is in events*.properties*." + name;
    }
    return "%s has no '%s'%s".formatted(TypeNames.of(receiver), name, near);
  }

  private static Set<String> properties(String type) {
    return methods(type).stream()
        .filter(name -> name.matches("(get|is)[A-Z].*"))
        .map(name -> name.substring(name.startsWith("is") ? 2 : 3))
        .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The properties and the words of a handle. */
  private static Set<String> all(String type) {
    Set<String> names = properties(type);
    methods(type).stream().filter(name -> !name.matches("(get|is)[A-Z].*")).forEach(names::add);
    return names;
  }

  private static Set<String> methods(String type) {
    String plain = type.replaceAll("<.*>", "");
    try {
      Class<?> loaded = Class.forName(plain, false, DiagnosticRenderer.class.getClassLoader());
      Set<String> names = new TreeSet<>();
      List.of(loaded, DefaultGroovyMethods.class, StringGroovyMethods.class).stream()
          .flatMap(one -> Arrays.stream(one.getMethods()))
          .filter(method -> method.getDeclaringClass() != Object.class)
          .filter(
              method ->
                  method.getDeclaringClass().isAssignableFrom(loaded)
                      || (method.getParameterCount() > 0
                          && method.getParameterTypes()[0] != Object.class
                          && method.getParameterTypes()[0].isAssignableFrom(loaded)))
          .forEach(method -> names.add(method.getName()));
      return names;
    } catch (ClassNotFoundException e) {
      return Set.of();
    }
  }
}
