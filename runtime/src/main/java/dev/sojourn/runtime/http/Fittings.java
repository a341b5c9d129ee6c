package dev.sojourn.runtime.http;

import io.vertx.core.Vertx;

/**
 * What the routes of one event loop are made with.
 *
 * @param config the settings
 * @param failures what failures mean to senders
 * @param orders places for large orders
 * @param imports places for imports
 */
record Fittings(Vertx vertx, HttpConfig config, Failures failures, Places orders, Places imports) {
  /** Bodies up to a size, which may take so many times as long as usual. */
  Bodies bodies(int limit, int slower) {
    return new Bodies(vertx, limit, config.bodyPatience().multipliedBy(slower));
  }
}
