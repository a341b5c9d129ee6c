package dev.sojourn.core.schedule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which zone a contact lives in. */
public final class TimeZones {
  /** The properties of a contact that can say its zone, the first that does so wins. */
  public static final List<String> PROPERTIES =
      List.of("$timezone", "$geoip_time_zone", "timezone");

  private static final ZoneId UTC = ZoneId.of("UTC");

  private TimeZones() {}

  /**
   * The first of these that names a zone: the explicit one, the contact's {@code $timezone}, {@code
   * $geoip_time_zone} and {@code timezone}, the default; else UTC. What names none is skipped.
   *
   * @param property the value of a contact's property by its name, null if it has none
   */
  public static ZoneId of(
      @Nullable String explicit,
      Function<String, ? extends @Nullable Object> property,
      @Nullable String byDefault) {
    var ofContact = PROPERTIES.stream().map(name -> zone(property.apply(name)));
    return Stream.of(Stream.of(zone(explicit)), ofContact, Stream.of(zone(byDefault)))
        .flatMap(one -> one)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(UTC);
  }

  private static Optional<ZoneId> zone(@Nullable Object name) {
    if (!(name instanceof CharSequence text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(text.toString().strip()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
