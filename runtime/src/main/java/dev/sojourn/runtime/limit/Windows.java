package dev.sojourn.runtime.limit;

import dev.sojourn.core.limit.Left;
import dev.sojourn.core.limit.Rate;
import io.vertx.core.Future;

/** Where counts are kept. */
interface Windows {
  /** Grants all of what an asker asks for, or nothing. */
  Future<Left> ask(Rate rate, long asker, int cost);
}
