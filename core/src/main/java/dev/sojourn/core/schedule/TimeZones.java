package dev.sojourn.core.schedule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which zone a contact lives in. */
public final class TimeZones {
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
    return Stream.<Supplier<@Nullable Object>>of(
            () -> explicit,
            () -> property.apply("$timezone"),
            () -> property.apply("$geoip_time_zone"),
            () -> property.apply("timezone"),
            () -> byDefault)
        .flatMap(named -> zone(named.get()).stream())
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
