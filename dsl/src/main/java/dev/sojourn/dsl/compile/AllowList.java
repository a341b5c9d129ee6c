package dev.sojourn.dsl.compile;

import java.util.Set;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;

/**
 * What a step may touch outside {@code once}: values whose methods answer the same in every replay.
 * A guard against mistakes, not a sandbox against enemies.
 */
final class AllowList {
  private static final Set<String> TYPES =
      Set.of(
          "java.lang.String",
          "java.lang.CharSequence",
          "java.lang.StringBuilder",
          "java.lang.Character",
          "java.lang.Boolean",
          "java.lang.Number",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Short",
          "java.lang.Byte",
          "java.lang.Double",
          "java.lang.Float",
          "java.lang.Comparable",
          "java.lang.Iterable",
          "java.lang.Enum",
          "java.lang.Math",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.math.RoundingMode",
          "java.math.MathContext",
          "java.util.Collection",
          "java.util.List",
          "java.util.ArrayList",
          "java.util.LinkedList",
          "java.util.AbstractList",
          "java.util.AbstractCollection",
          "java.util.Set",
          "java.util.LinkedHashSet",
          "java.util.HashSet",
          "java.util.TreeSet",
          "java.util.SortedSet",
          "java.util.NavigableSet",
          "java.util.Map",
          "java.util.Map$Entry",
          "java.util.LinkedHashMap",
          "java.util.HashMap",
          "java.util.TreeMap",
          "java.util.AbstractMap",
          "java.util.SortedMap",
          "java.util.NavigableMap",
          "java.util.Iterator",
          "java.util.ListIterator",
          "java.util.Queue",
          "java.util.Deque",
          "java.util.ArrayDeque",
          "java.util.Optional",
          "java.util.regex.Pattern",
          "java.util.regex.Matcher",
          "groovy.lang.GString",
          "groovy.lang.Range",
          "groovy.lang.IntRange",
          "groovy.lang.NumberRange",
          "groovy.lang.ObjectRange",
          "dev.sojourn.dsl.ContactView",
          "dev.sojourn.dsl.EventView",
          "dev.sojourn.dsl.DigestResult",
          "dev.sojourn.dsl.EndResult",
          "dev.sojourn.dsl.GuardScope",
          "dev.sojourn.dsl.HistoryScope",
          "dev.sojourn.dsl.JourneyHandle",
          "dev.sojourn.dsl.JourneyHistory",
          "dev.sojourn.dsl.MailHistory",
          "dev.sojourn.dsl.MailResult",
          "dev.sojourn.dsl.PastEvent",
          "dev.sojourn.dsl.ThrottleResult",
          "dev.sojourn.dsl.definition.DateRule",
          "dev.sojourn.dsl.definition.OnStopped",
          "dev.sojourn.dsl.WaitResult",
          "dev.sojourn.dsl.WhenDay",
          "dev.sojourn.dsl.WhenScope",
          "dev.sojourn.dsl.StepFailed",
          "dev.sojourn.dsl.compile.Conditions");
  private static final Set<String> EXTENSIONS =
      Set.of(
          "org.codehaus.groovy.runtime.DefaultGroovyMethods",
          "org.codehaus.groovy.runtime.StringGroovyMethods",
          "org.codehaus.groovy.runtime.ArrayGroovyMethods",
          "org.codehaus.groovy.runtime.EncodingGroovyMethods",
          "org.codehaus.groovy.vmplugin.v8.PluginDefaultGroovyMethods",
          "dev.sojourn.dsl.DurationWords");

  /** Their methods are the words, which {@link WordCheck} has looked at. */
  private static final Set<String> SCOPES =
      Set.of(
          "dev.sojourn.dsl.JourneyScope",
          "dev.sojourn.dsl.RunScope",
          "dev.sojourn.dsl.GuardScope",
          "dev.sojourn.dsl.HistoryScope",
          "dev.sojourn.dsl.StoppedMails",
          "dev.sojourn.dsl.Weekdays");

  /** What is allowed on a value of no fixed type. */
  private static final Set<String> ON_ANYTHING =
      Set.of(
          "toString",
          "equals",
          "asType",
          "asBoolean",
          "is",
          "isCase",
          "isNotCase",
          "getAt",
          "compareTo",
          "each",
          "eachWithIndex",
          "collect",
          "collectMany",
          "find",
          "findAll",
          "findIndexOf",
          "findResult",
          "any",
          "every",
          "inject",
          "grep",
          "split",
          "iterator");

  /** What is refused on every type. */
  private static final Set<String> NEVER =
      Set.of(
          "now",
          "systemDefault",
          "shuffle",
          "shuffled",
          "random",
          "stream",
          "parallelStream",
          "getClass",
          "class",
          "getMetaClass",
          "setMetaClass",
          "metaClass",
          "invokeMethod",
          "getInteger",
          "getLong",
          "getBoolean",
          "with",
          "tap",
          "use",
          "wait",
          "notify",
          "notifyAll",
          "sleep",
          "printStackTrace",
          "toURL",
          "asSynchronized",
          "dump",
          "execute",
          "eachParallel",
          "collectParallel");

  /** Of other types, such as an enum or a list of them, it differs in each process. */
  private static final Set<String> HASHED_ALIKE =
      Set.of("java.lang.String", "java.lang.Integer", "java.lang.Long", "java.math.BigDecimal");

  private static final Set<String> UNORDERED = Set.of("java.util.Set", "java.util.Map");
  private static final ClassNode EXCEPTION = ClassHelper.make(Exception.class);
  private static final Set<String> ENDS_THE_SERVICE = Set.of("exit", "halt", "runFinalization");
  private static final Set<String> THREADS =
      Set.of(
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.lang.Runtime",
          "java.util.Timer",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.ThreadPoolExecutor");

  private AllowList() {}

  /** Whether values of this type may be used. */
  static boolean type(ClassNode type) {
    if (type.isArray()) {
      ClassNode part = type.getComponentType();
      return ClassHelper.isObjectType(part) || type(part);
    }
    ClassNode boxed = ClassHelper.getWrapper(type);
    String name = boxed.getName();
    return TYPES.contains(name)
        || (name.startsWith("java.time.") && !name.equals("java.time.Clock"))
        || boxed.equals(EXCEPTION)
        || boxed.isDerivedFrom(EXCEPTION)
        || name.equals("java.lang.Throwable");
  }

  /** Whether a method of a type may be used; {@code owner} is where it is declared. */
  static boolean member(ClassNode owner, String name) {
    if (SCOPES.contains(owner.getName())) {
      return true;
    }
    if (NEVER.contains(name)) {
      return false;
    }
    if (name.equals("hashCode")) {
      return HASHED_ALIKE.contains(owner.getName());
    }
    if (ClassHelper.isObjectType(owner)) {
      return ON_ANYTHING.contains(name);
    }
    return owner.getName().equals("groovy.lang.Closure") ? name.equals("call") : type(owner);
  }

  /** Whether a property may be read; of a value of no fixed type Groovy reads none anyhow. */
  static boolean property(ClassNode type, String name) {
    return !NEVER.contains(name) && (ClassHelper.isObjectType(type) || type(type));
  }

  /** Whether a method that Groovy adds to a type may be used. */
  static boolean extension(ClassNode home, ClassNode self, String name) {
    return EXTENSIONS.contains(home.getName())
        && !NEVER.contains(name)
        && (ClassHelper.isObjectType(self) ? ON_ANYTHING.contains(name) : type(self));
  }

  /** Whether a static method or constant of a type may be used. */
  static boolean shared(ClassNode owner, String name) {
    boolean unordered = UNORDERED.contains(owner.getName());
    return type(owner) && !NEVER.contains(name) && !unordered;
  }

  /** What must not happen even inside {@code once}. */
  static boolean neverEvenOnce(ClassNode owner, String name) {
    String type = owner.getName();
    return THREADS.contains(type)
        || owner.isDerivedFrom(ClassHelper.make(Thread.class))
        || (type.equals("java.lang.System") && ENDS_THE_SERVICE.contains(name))
        || name.equals("metaClass")
        || name.equals("getMetaClass")
        || name.equals("setMetaClass");
  }
}
