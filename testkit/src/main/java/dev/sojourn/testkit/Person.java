package dev.sojourn.testkit;

import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.verdict.Wishes;
import dev.sojourn.dsl.ContactView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A contact and what it did. */
final class Person {
  private final String id;
  private @Nullable String email;
  private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
  private final List<Fact> events = new ArrayList<>();
  private final Set<String> leftCategories = new HashSet<>();
  private boolean unsubscribed;

  Person(String id, @Nullable String email) {
    this.id = id;
    this.email = email;
  }

  String id() {
    return id;
  }

  @Nullable String email() {
    return email;
  }

  Map<String, @Nullable Object> properties() {
    return properties;
  }

  /** Takes over these properties; {@code email} is the address. */
  void update(Map<String, ?> changes) {
    var plain = plain(changes);
    if (plain.remove("email") instanceof String address) {
      email = address.toLowerCase(Locale.ROOT);
    }
    plain.remove("id");
    properties.putAll(plain);
  }

  /** Properties as JSON carries them. */
  static Map<String, @Nullable Object> plain(Map<String, ?> properties) {
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

  boolean hadEvent(String name, @Nullable Instant since) {
    return events.stream()
        .anyMatch(
            event ->
                event.name().equals(name)
                    && (since == null || !event.occurredAt().isBefore(since)));
  }

  void unsubscribe() {
    unsubscribed = true;
  }

  void leave(String category) {
    leftCategories.add(category);
  }

  Wishes wishes() {
    return new Wishes(false, unsubscribed, leftCategories);
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
