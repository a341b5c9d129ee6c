package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.verdict.Wishes;
import dev.sojourn.dsl.ContactView;
import dev.sojourn.dsl.JourneyHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A contact and what it did. */
final class Person {
  private final String id;
  private @Nullable String email;
  private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
  private final List<Fact> events = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final Map<String, Instant> completions = new HashMap<>();
  private final Map<String, Boolean> categories = new HashMap<>();
  private boolean unsubscribed;

  Person(String id, @Nullable String email) {
    this.id = id;
    this.email = email;
  }

  String id() {
    return id;
  }

  /** What a spec calls it: its address, or its id if it has none. */
  String called() {
    return email == null ? id : email;
  }

  @Nullable String email() {
    return email;
  }

  Map<String, @Nullable Object> properties() {
    return properties;
  }

  /** Takes over these properties; {@code email} is the address. */
  void update(Map<String, ?> changes) {
    if (plain(changes).get("email") instanceof String address) {
      email = address.toLowerCase(Locale.ROOT);
    }
    set(said(changes));
  }

  /** The properties among these: all but the names of the contact. */
  Map<String, @Nullable Object> said(Map<String, ?> changes) {
    var plain = plain(changes);
    plain.keySet().removeAll(Set.of("id", "email"));
    return plain;
  }

  /** Sets these properties; a null value deletes one. */
  void set(Map<String, @Nullable Object> changes) {
    properties.putAll(plain(changes));
    properties.values().removeIf(Objects::isNull);
  }

  /** Properties as JSON carries them. */
  static Map<String, @Nullable Object> plain(Map<String, ? extends @Nullable Object> properties) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    if (Json.read(Json.write(properties)) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> plain.put(String.valueOf(name), value));
    }
    return plain;
  }

  void took(Fact event) {
    events.add(event);
  }

  List<Fact> events() {
    return events;
  }

  /** Its event of this id. */
  Fact event(long eventId) {
    return events.stream().filter(one -> one.id() == eventId).findFirst().orElseThrow();
  }

  /** The id of the event that was taken in last; 0 before any. */
  long lastEvent() {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
  }

  void entered(Run run) {
    runs.add(run);
  }

  void completed(Run run, Instant at) {
    completions.put(run.script().definition().id(), at);
  }

  /** What it did in a journey. */
  JourneyHistory history(String journeyId) {
    var completedAt = completions.get(journeyId);
    var entries =
        runs.stream().filter(run -> run.script().definition().id().equals(journeyId)).count();
    return new JourneyHistory(completedAt != null, completedAt, (int) entries);
  }

  void unsubscribe() {
    unsubscribed = true;
  }

  void leave(String category) {
    categories.put(category, false);
  }

  void join(String category) {
    categories.put(category, true);
  }

  Wishes wishes() {
    return new Wishes(false, unsubscribed, categories);
  }

  /** What a script sees, as it is now. */
  ContactView view() {
    return new Snapshot(id, email, new LinkedHashMap<>(properties));
  }

  private record Snapshot(
      String id, @Nullable String email, Map<String, @Nullable Object> properties)
      implements ContactView {
    @Override
    public String getId() {
      return id;
    }

    @Override
    public @Nullable String getEmail() {
      return email;
    }

    @Override
    public @Nullable Object get(String name) {
      return properties.get(name);
    }
  }
}
