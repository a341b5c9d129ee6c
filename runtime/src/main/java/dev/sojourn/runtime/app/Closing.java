package dev.sojourn.runtime.app;

import io.vertx.core.Future;
import java.util.function.Function;

/** Remembers how something that was opened is closed, and hands it on. */
@FunctionalInterface
interface Closing {
  <T> T later(T opened, Function<T, Future<Void>> close);
}
