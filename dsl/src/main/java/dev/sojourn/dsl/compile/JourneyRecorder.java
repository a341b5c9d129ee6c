package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.JourneyScope;
import dev.sojourn.dsl.TimeTexts;
import dev.sojourn.dsl.definition.Condition;
import dev.sojourn.dsl.definition.DateRule;
import dev.sojourn.dsl.definition.EntryLimit;
import dev.sojourn.dsl.definition.EntryRule;
import dev.sojourn.dsl.definition.ExitRule;
import dev.sojourn.dsl.definition.Holdout;
import dev.sojourn.dsl.definition.Hours;
import dev.sojourn.dsl.definition.JourneyDefinition;
import dev.sojourn.dsl.definition.OnRepeat;
import dev.sojourn.dsl.definition.OnStopped;
import dev.sojourn.dsl.definition.SendPolicy;
import dev.sojourn.dsl.definition.Trigger;
import groovy.lang.Closure;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes down what the top half of a script says. A wrong value is an IllegalArgumentException. */
final class JourneyRecorder implements JourneyScope {
  private static final Pattern PATH = Pattern.compile("[^.\\s]+(\\.[^.\\s]+)*");
  private static final int LONGEST_EVENT = 200;
  private static final int LONGEST_VERSION = 64;

  private final List<ExitRule> exits = new ArrayList<>();
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String description;
  private @Nullable String version;
  private boolean enabled = true;
  private @Nullable Trigger trigger;
  private @Nullable DateRule date;
  private EntryLimit limit = new EntryLimit.Once();
  private @Nullable String key;
  private OnRepeat repeat = OnRepeat.IGNORE;
  private Holdout holdout = Holdout.NONE;
  private String category = "journey";
  private Duration suppress = Duration.ZERO;
  private @Nullable Hours hours;
  private @Nullable OnStopped onStopped;
  private int priority;
  private @Nullable Closure<?> steps;

  void begin(String journey) {
    id = journey;
  }

  /** The definition; every required word must have been said. */
  JourneyDefinition definition(List<String> labels) {
    String known = Objects.requireNonNull(id);
    return new JourneyDefinition(
        known,
        name == null ? known : name,
        description,
        version,
        enabled,
        new EntryRule(Objects.requireNonNull(trigger), limit, key, repeat, holdout, date),
        exits,
        new SendPolicy(category, suppress, hours == null ? Hours.ALL : hours, onStopped, priority),
        labels);
  }

  Closure<?> body() {
    return Objects.requireNonNull(steps);
  }

  @Override
  public void name(String name) {
    this.name = text("name", name);
  }

  @Override
  public void description(String description) {
    this.description = text("description", description);
  }

  @Override
  public void enabled(boolean enabled) {
    this.enabled = enabled;
  }

  @Override
  public void trigger(String event) {
    trigger(event, List.of());
  }

  @Override
  public void trigger(String event, List<Condition> where) {
    trigger = new Trigger(event("trigger", event), where);
  }

  @Override
  public void trigger(Map<String, ?> options, String event) {
    trigger(event, conditions(options));
  }

  @Override
  public void trigger(Map<String, ?> options) {
    DateRule rule = (DateRule) Objects.requireNonNull(options.get("on"));
    Object at = options.get("at");
    date = at == null ? rule : rule.at(TimeTexts.time(at.toString()));
    trigger = new Trigger(DateRule.event(Objects.requireNonNull(id)), List.of());
  }

  @Override
  public void entryLimit(EntryLimit limit) {
    this.limit = limit;
  }

  @Override
  public EntryLimit getOnce() {
    return new EntryLimit.Once();
  }

  @Override
  public EntryLimit oncePer(Duration period) {
    return new EntryLimit.OncePer(period);
  }

  @Override
  public EntryLimit getUnlimited() {
    return new EntryLimit.Unlimited();
  }

  @Override
  public void key(String property) {
    if (!PATH.matcher(property).matches()) {
      throw new IllegalArgumentException(
          "key takes the path of a property, such as 'order.id', not '" + property + "'");
    }
    key = property;
  }

  @Override
  public void onRepeat(OnRepeat repeat) {
    this.repeat = repeat;
  }

  @Override
  public OnRepeat getIgnore() {
    return OnRepeat.IGNORE;
  }

  @Override
  public OnRepeat getRestart() {
    return OnRepeat.RESTART;
  }

  @Override
  public OnRepeat getQueue() {
    return OnRepeat.QUEUE;
  }

  @Override
  public void version(String version) {
    if (text("version", version).length() > LONGEST_VERSION) {
      throw new IllegalArgumentException(
          "version takes 1 to %d characters".formatted(LONGEST_VERSION));
    }
    this.version = version;
  }

  @Override
  public void holdout(Map<String, ?> options) {
    Object salt = options.get("salt");
    Number percent = (Number) Objects.requireNonNull(options.get("percent"));
    holdout = new Holdout(percent.doubleValue(), salt == null ? "" : salt.toString());
  }

  @Override
  public void sendBetween(String start, String end) {
    hours("sendBetween", TimeTexts.time(start), TimeTexts.time(end));
  }

  @Override
  public void quietHours(String start, String end) {
    hours("quietHours", TimeTexts.time(end), TimeTexts.time(start));
  }

  private void hours(String word, LocalTime start, LocalTime end) {
    if (hours != null) {
      throw new IllegalArgumentException(
          word + " says again when mails may go out; keep either sendBetween or quietHours");
    }
    if (start.equals(end)) {
      throw new IllegalArgumentException(word + " takes two different times");
    }
    hours = new Hours(start, end);
  }

  @Override
  public void onStopped(OnStopped policy) {
    onStopped = policy;
  }

  @Override
  public void priority(int rank) {
    if (Math.abs((long) rank) > SendPolicy.FIRST) {
      throw new IllegalArgumentException(
          "priority takes a whole number from -100 to 100, not " + rank);
    }
    priority = rank;
  }

  @Override
  public void exitOn(String... events) {
    if (events.length == 0) {
      throw new IllegalArgumentException("exitOn takes the name of one event or more");
    }
    for (String event : events) {
      exitOn(event, List.of());
    }
  }

  @Override
  public void exitOn(String event, List<Condition> where) {
    exits.add(new ExitRule(event("exitOn", event), where, false));
  }

  @Override
  public void exitOn(Map<String, ?> options, String event) {
    boolean sameKey = Boolean.TRUE.equals(options.get("sameKey"));
    exits.add(new ExitRule(event("exitOn", event), conditions(options), sameKey));
  }

  @Override
  public void category(String category) {
    this.category = text("category", category);
  }

  @Override
  public void suppress(Duration gap) {
    if (gap.isNegative()) {
      throw new IllegalArgumentException(
          "suppress takes a gap of zero or more, such as suppress 12.hours");
    }
    suppress = gap;
  }

  @Override
  public List<Condition> where(List<Condition> conditions) {
    return conditions;
  }

  @Override
  public void steps(Closure<?> body) {
    steps = body;
  }

  @SuppressWarnings("unchecked") // the compiler has made it from a where block
  private static List<Condition> conditions(Map<String, ?> options) {
    Object where = options.get("where");
    return where == null ? List.of() : (List<Condition>) where;
  }

  private static String event(String word, String event) {
    if (text(word, event).length() > LONGEST_EVENT) {
      throw new IllegalArgumentException(
          "%s: the name of an event has at most %d characters".formatted(word, LONGEST_EVENT));
    }
    return event;
  }

  private static String text(String word, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(word + " takes text that is not empty");
    }
    return text;
  }
}
