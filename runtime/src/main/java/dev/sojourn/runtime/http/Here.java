package dev.sojourn.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;

/** An answer that others have asked for too, on the context of whoever asks. */
final class Here {
  private Here() {}

  static <T> Future<T> of(Future<T> shared) {
    ContextInternal context = ContextInternal.current();
    if (context == null) {
      return shared;
    }
    Promise<T> mine = context.promise();
    shared.onComplete(mine);
    return mine.future();
  }
}
