/**
 * What programs of others are told: endpoints that subscribe, messages with their final bytes, and
 * their deliveries, each tried until it is taken or given up.
 *
 * <p>Other rooms announce what happens through {@link dev.sojourn.runtime.outbox.Outbox#announce}
 * in the transaction that decides it. {@link dev.sojourn.runtime.outbound.Outbound} fans that out
 * and delivers it, at least once: who is told twice sees the same id and the same bytes. States of
 * a delivery: {@code pending → sending → delivered | failed | pending}, and {@code discarded} when
 * its endpoint is disabled first.
 */
@NullMarked
package dev.sojourn.runtime.outbound;

import org.jspecify.annotations.NullMarked;
