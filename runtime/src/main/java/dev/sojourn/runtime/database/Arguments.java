package dev.sojourn.runtime.database;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statement parameters as the driver wants them: instants become {@code timestamptz}, arrays of
 * primitives become arrays of objects.
 *
 * <p>{@link Instant#MAX} is Postgres' {@code infinity}.
 */
final class Arguments {
  private Arguments() {}

  static Tuple of(@Nullable Object... values) {
    @Nullable Object[] converted = new @Nullable Object[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = converted(values[i]);
    }
    return Tuple.from(Arrays.asList(converted));
  }

  /** The instant as the driver carries it; the end of time is its infinity. */
  static OffsetDateTime at(Instant instant) {
    return instant.equals(Instant.MAX) ? OffsetDateTime.MAX : instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Object converted(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return at(instant);
    }
    if (value instanceof byte[] bytes) {
      return Buffer.buffer(bytes);
    }
    if (value instanceof List<?>) {
      throw new IllegalArgumentException("a list is no parameter; pass a typed array");
    }
    return value != null && value.getClass().isArray() ? array(value) : value;
  }

  private static Object array(Object value) {
    if (value instanceof Instant[] instants) {
      OffsetDateTime[] times = new OffsetDateTime[instants.length];
      Arrays.setAll(times, i -> instants[i] == null ? null : at(instants[i]));
      return times;
    }
    if (value instanceof long[] numbers) {
      return Arrays.stream(numbers).boxed().toArray(Long[]::new);
    }
    if (value instanceof int[] numbers) {
      return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }
    if (value instanceof short[] numbers) {
      Short[] boxed = new Short[numbers.length];
      Arrays.setAll(boxed, i -> numbers[i]);
      return boxed;
    }
    if (value instanceof boolean[] flags) {
      Boolean[] boxed = new Boolean[flags.length];
      Arrays.setAll(boxed, i -> flags[i]);
      return boxed;
    }
    if (value instanceof byte[][] blobs) {
      return Arrays.stream(blobs)
          .map(b -> b == null ? null : Buffer.buffer(b))
          .toArray(Buffer[]::new);
    }
    return value;
  }
}
