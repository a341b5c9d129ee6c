package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.AnyName;
import dev.sojourn.dsl.GuardScope;
import dev.sojourn.dsl.HistoryScope;
import dev.sojourn.dsl.JourneyHandle;
import dev.sojourn.dsl.JourneyScope;
import dev.sojourn.dsl.ListScope;
import dev.sojourn.dsl.ListsScope;
import dev.sojourn.dsl.MailResult;
import dev.sojourn.dsl.RunScope;
import groovy.transform.NamedParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of a scope, read from its interface. */
final class WordBook {
  static final WordBook TOP = new WordBook(JourneyScope.class);
  static final WordBook STEPS = new WordBook(RunScope.class);

  /** The words behind a name: {@code history.hasEvent}. */
  static final Map<String, WordBook> BEHIND =
      Map.of("history", new WordBook(HistoryScope.class), "guard", new WordBook(GuardScope.class));

  /** Woven in by the compiler; not for authors. */
  static final String TURN = "turn";

  /** The words of {@code lists.groovy}, and of one list in it. */
  static final WordBook LISTS = new WordBook(ListsScope.class);

  static final WordBook LIST = new WordBook(ListScope.class);

  /** The words of a mail's handle. */
  static final WordBook MAIL = new WordBook(MailResult.class);

  /** The words of a journey's handle. */
  static final WordBook JOURNEY = new WordBook(JourneyHandle.class);

  /** The words of what other words answer. */
  static final List<WordBook> HANDLES = List.of(MAIL, JOURNEY);

  private final String type;
  private final Map<String, List<Method>> words = new TreeMap<>();
  private final Set<String> properties = new TreeSet<>();

  private WordBook(Class<?> scope) {
    type = scope.getSimpleName();
    for (Method method : scope.getMethods()) {
      String name = method.getName();
      if (name.startsWith("get") && name.length() > 3 && method.getParameterCount() == 0) {
        properties.add(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
      } else if (!name.equals(TURN)) {
        words.computeIfAbsent(name, any -> new ArrayList<>()).add(method);
      }
    }
  }

  /** Whether these are the words of a type, by its name with or without package. */
  boolean isOf(String name) {
    return name.endsWith(type);
  }

  boolean has(String word) {
    return words.containsKey(word);
  }

  Set<String> words() {
    return words.keySet();
  }

  /** Words without arguments, such as {@code contact} and {@code once}. */
  Set<String> properties() {
    return properties;
  }

  /** Every name that may stand where a word may. */
  Set<String> names() {
    return Stream.concat(words.keySet().stream(), properties.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The named arguments that some form of the word takes. */
  Set<String> named(String word) {
    return options(word).map(NamedParam::value).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether some form of the word takes named arguments of any name. */
  boolean takesAnyName(String word) {
    return words.getOrDefault(word, List.of()).stream()
        .flatMap(method -> Stream.of(method.getParameters()))
        .anyMatch(parameter -> parameter.isAnnotationPresent(AnyName.class));
  }

  /** The named arguments without which no form of the word can be called. */
  Set<String> required(String word) {
    return options(word)
        .filter(NamedParam::required)
        .map(NamedParam::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How a named argument may be written: {@code timeout: 2.days}. */
  String example(String word, String name) {
    Class<?> type =
        options(word)
            .filter(option -> option.value().equals(name))
            .findFirst()
            .<Class<?>>map(NamedParam::type)
            .orElse(Object.class);
    String value =
        type == Duration.class ? "2.days" : Number.class.isAssignableFrom(type) ? "5" : "…";
    return name + ": " + value;
  }

  /** What the word takes without names, such as {@code (text) or (text, where { … })}. */
  String usage(String word) {
    return words.getOrDefault(word, List.of()).stream()
        .map(WordBook::positional)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" or "));
  }

  private Stream<NamedParam> options(String word) {
    return words.getOrDefault(word, List.of()).stream()
        .flatMap(method -> Stream.of(method.getParameters()))
        .flatMap(parameter -> Stream.of(parameter.getAnnotationsByType(NamedParam.class)));
  }

  private static String positional(Method method) {
    return Stream.of(method.getParameters())
        .filter(parameter -> parameter.getAnnotationsByType(NamedParam.class).length == 0)
        .map(WordBook::shown)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String shown(Parameter parameter) {
    String type = TypeNames.of(parameter.getParameterizedType().getTypeName());
    return parameter.isVarArgs() ? "text, text, …" : type;
  }
}
