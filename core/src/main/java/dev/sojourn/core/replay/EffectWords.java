package dev.sojourn.core.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words that change something outside without waiting for an answer. */
final class EffectWords {
  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");

  private final Playback playback;

  EffectWords(Playback playback) {
    this.playback = playback;
  }

  void trigger(Map<String, ?> given, String event) {
    playback.enter("trigger");
    var options = new Options("trigger", playback, given);
    var name = name(options.checked(event));
    var currency = currency(options.text("currency"));
    var step = new Entry.Triggered(options.label(name), name);
    if (playback.recorded(step) != null) {
      return;
    }
    playback.record(step);
    playback.queue(
        new Effect.Trigger(
            playback.effectKey(),
            name,
            kept(Steps.name(step) + " has properties that", options.map("properties")),
            (Number) playback.kept(Steps.name(step) + " has a value that", options.number("value")),
            currency));
  }

  private String name(String event) {
    if (OwnEvents.isOwn(event)) {
      throw playback.fail(
          "'trigger' cannot make '"
              + event
              + "', which is named like an event of the service's own; choose another name");
    }
    if (event.isBlank() || event.indexOf('\0') >= 0) {
      throw playback.fail(
          "'trigger' needs the name of an event, not one that is blank or holds the character NUL");
    }
    return event;
  }

  private @Nullable String currency(@Nullable String currency) {
    if (currency != null && !CURRENCY.matcher(currency).matches()) {
      throw playback.fail(
          "'trigger' takes a code of three letters, such as 'EUR', as 'currency', not '"
              + currency
              + "'");
    }
    return currency == null ? null : currency.toUpperCase(Locale.ROOT);
  }

  void setContact(Map<String, ?> properties) {
    playback.enter("setContact");
    var kept = storable(kept("setContact has a value that", properties));
    kept.keySet().forEach(this::checkProperty);
    var asked = new Entry.ContactSet(kept);
    var step = playback.recorded(asked);
    if (step == null) {
      playback.record(asked);
      playback.queue(new Effect.SetContact(asked.properties()));
      playback.overlay(asked.properties());
    } else {
      playback.overlay(((Entry.ContactSet) step).properties());
    }
  }

  private void checkProperty(String name) {
    if (name.equals("id") || name.equals("email")) {
      throw playback.fail("'setContact' sets properties of the contact, not its '" + name + "'");
    }
    if (name.isEmpty() || name.length() > Limits.LABEL_LENGTH) {
      throw playback.fail(
          "'setContact' takes names of 1 to "
              + Limits.LABEL_LENGTH
              + " characters, not one of "
              + name.length());
    }
  }

  @SuppressWarnings("unchecked") // the plain form of a map has text keys
  private Map<String, @Nullable Object> kept(String what, Map<?, ?> map) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(playback.kept(what, map));
  }

  /** Without the character NUL, which a contact cannot hold, and instants as the text they are. */
  private static Map<String, @Nullable Object> storable(Map<?, ?> plain) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    plain.forEach((name, value) -> map.put(withoutNul(String.valueOf(name)), storable(value)));
    return map;
  }

  private static @Nullable Object storable(@Nullable Object plain) {
    if (plain instanceof Map<?, ?> map) {
      return storable(map);
    }
    if (plain instanceof List<?> list) {
      var all = new ArrayList<@Nullable Object>(list.size());
      list.forEach(one -> all.add(storable(one)));
      return all;
    }
    return plain == null || plain instanceof Number || plain instanceof Boolean
        ? plain
        : withoutNul(plain.toString());
  }

  private static String withoutNul(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }
}
