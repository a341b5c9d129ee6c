package dev.sojourn.runtime.database;

import io.vertx.core.Future;
import java.util.function.Function;

/** A look through a large table that somebody asked for, planned for what was asked. */
public final class Search {
  /**
   * Lists are counted up to here, so that a page of ten million costs no more than one of these.
   */
  public static final int COUNTED = 100_000;

  /** Undoes, for this transaction alone, what keeps hot statements to their indexes. */
  private static final String FREELY =
      """
      select set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('enable_seqscan', 'on', true),
        set_config('enable_hashjoin', 'on', true),
        set_config('enable_bitmapscan', 'on', true)
      """;

  private Search() {}

  /** What the statements of a search answer, in one transaction. */
  public static <T> Future<T> in(Database database, Function<Tx, Future<T>> search) {
    return database.transaction(
        tx -> {
          tx.run(FREELY);
          return search.apply(tx);
        });
  }
}
