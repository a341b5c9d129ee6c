package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.RunQuery;
import dev.sojourn.hatchet.RunSummary;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all that Hatchet lists of a query, page by page: at most {@link #PAGES} in a round,
 * and in the next one on from where it stopped. One page is in memory at a time; one that failed is
 * asked for again.
 */
final class Sweep {
  /** Most that Hatchet lists at once. */
  static final int PAGE = 1_000;

  /** So many pages a round: a mass cancel of some ten thousand runs is seen in one. */
  static final int PAGES = 20;

  /** Asks Hatchet for the page of a query that begins behind so many runs. */
  interface Listing {
    Future<List<RunSummary>> page(RunQuery query, int offset);
  }

  private final Listing listing;
  private final Function<List<RunSummary>, Future<Void>> taking;
  private @Nullable RunQuery query;
  private int offset;

  Sweep(Listing listing, Function<List<RunSummary>, Future<Void>> taking) {
    this.listing = listing;
    this.taking = taking;
  }

  /** A round; once a query has been gone through, the next one is asked for. */
  Future<Void> round(Supplier<RunQuery> next) {
    RunQuery current = query;
    if (current == null) {
      current = next.get();
      query = current;
      offset = 0;
    }
    return pages(current, PAGES);
  }

  private Future<Void> pages(RunQuery current, int left) {
    return left == 0
        ? Future.succeededFuture()
        : listing
            .page(current, offset)
            .compose(page -> taking.apply(page).map(page.size()))
            .compose(size -> size < PAGE ? end() : further(current, left - 1));
  }

  private Future<Void> end() {
    query = null;
    return Future.succeededFuture();
  }

  private Future<Void> further(RunQuery current, int left) {
    offset += PAGE;
    return pages(current, left);
  }
}
