package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;
import org.jspecify.annotations.Nullable;

/** How an operation ended: with a value, or with a failure. */
record Answer(Json value, @Nullable Throwable failure) {
  static Answer of(Json value) {
    return new Answer(value, null);
  }

  static Answer failed(Throwable failure) {
    return new Answer(Json.NULL, failure);
  }
}
