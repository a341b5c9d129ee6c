package dev.sojourn.dsl.compile;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to use instead of names that a journey cannot have. */
final class Hints {
  private static final String ONCE = "do it inside once('label') { … }, which keeps its answer";
  private static final String TIME = "it differs in every replay; use now()";
  private static final String CHANCE =
      "it differs in every replay; draw it inside once('label') { … }, which keeps it";
  private static final String THREADS = "a journey has no threads; write its steps one by one";
  private static final String SCOPE =
      "a step has no such object; use the words and local variables";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("println", "nobody reads the output; use log 'text'"),
          Map.entry("print", "nobody reads the output; use log 'text'"),
          Map.entry("printf", "nobody reads the output; use log 'text'"),
          Map.entry("sleep", "it blocks the thread and is not durable; use sleepFor 1.second"),
          Map.entry("wait", "use sleepFor 2.days or waitForEvent 'event', timeout: 2.days"),
          Map.entry("send", "use sendEmail 'template'"),
          Map.entry("random", CHANCE),
          Map.entry("ctx", "the words stand by themselves: sendEmail, sleepFor, history"),
          Map.entry("user", "the person is called contact: contact.id, contact.email"),
          Map.entry("identify", "properties of a contact come with events, not from a journey"),
          Map.entry("posthog", "analytics events are not sent from a journey"),
          Map.entry("capture", "analytics events are not sent from a journey"),
          Map.entry("cap", "it holds for all journeys; it stands in lists.groovy"),
          Map.entry("list", "the lists stand in lists.groovy; a journey says category 'news'"),
          Map.entry("run", "the body of a journey stands in steps { }"),
          Map.entry("with", "write the name in front of each property"),
          Map.entry("tap", "write the name in front of each property"),
          Map.entry("use", "categories cannot be used in a journey"),
          Map.entry("this", SCOPE),
          Map.entry("super", SCOPE),
          Map.entry("owner", SCOPE),
          Map.entry("delegate", SCOPE),
          Map.entry("thisObject", SCOPE),
          Map.entry("binding", SCOPE),
          Map.entry("metaClass", "the behaviour of types cannot be changed in a journey"),
          Map.entry("class", "types cannot be looked into in a journey"));

  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("java.util.Date", TIME),
          Map.entry("java.util.Calendar", TIME),
          Map.entry("java.time.Clock", TIME),
          Map.entry("now", TIME),
          Map.entry("java.lang.System.currentTimeMillis", TIME),
          Map.entry("java.lang.System.nanoTime", TIME),
          Map.entry("java.lang.System.exit", "it would end the service; use exit 'reason'"),
          Map.entry("java.lang.Runtime", "it belongs to the service; use exit 'reason' to end"),
          Map.entry("java.util.UUID.randomUUID", CHANCE),
          Map.entry("java.lang.Math.random", CHANCE),
          Map.entry("java.util.Random", CHANCE),
          Map.entry("shuffle", CHANCE),
          Map.entry("shuffled", CHANCE),
          Map.entry("java.lang.Thread.sleep", "it blocks the thread; use sleepFor 1.second"),
          Map.entry("java.lang.Thread", THREADS),
          Map.entry("java.util.Timer", THREADS),
          Map.entry("java.util.concurrent", THREADS),
          Map.entry("class", "types cannot be looked into in a journey"),
          Map.entry("getClass", "types cannot be looked into in a journey"),
          Map.entry("metaClass", "the behaviour of types cannot be changed in a journey"),
          Map.entry("with", "write the name in front of each property"),
          Map.entry("tap", "write the name in front of each property"),
          Map.entry("systemDefault", "name the zone: ZoneId.of('Europe/Berlin')"),
          Map.entry("java.util.Set.of", "its order differs in every process; use ['a'] as Set"),
          Map.entry("java.util.Map.of", "its order differs in every process; use [a: 1]"));

  private static final Map<String, String> LENGTHS =
      Map.of(
          "ago", "count from now(): now() - 2.days",
          "fromNow", "count from now(): now() + 2.days",
          "from", "count from now(): now() + 2.days",
          "plus", "it is added to another: 2.days + 3.hours",
          "minus", "another is taken from it: 2.days - 3.hours");

  private Hints() {}

  /** What to write instead of a member that a duration or a period lacks; empty if unknown. */
  static String forLength(String type, String member) {
    boolean length = type.equals("java.time.Duration") || type.equals("java.time.Period");
    String hint = length ? LENGTHS.get(member) : null;
    return hint == null ? "" : "; " + hint;
  }

  /** What to do instead of a bare name, or null if there is no advice. */
  static @Nullable String forName(String name) {
    return NAMES.get(name);
  }

  /** What to do instead of a member of a type; the most special advice there is. */
  static String forMember(String type, String member) {
    for (String key : new String[] {type + "." + member, type, member, packageOf(type)}) {
      String hint = MEMBERS.get(key);
      if (hint != null) {
        return hint;
      }
    }
    return ONCE;
  }

  private static String packageOf(String type) {
    int dot = type.lastIndexOf('.');
    return dot < 0 ? "" : type.substring(0, dot);
  }
}
