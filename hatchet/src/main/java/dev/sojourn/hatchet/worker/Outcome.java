package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.Json;

/** What an attempt reports. */
sealed interface Outcome {
  record Completed(Json output) implements Outcome {}

  record Failed(String message, boolean retryable) implements Outcome {}
}
