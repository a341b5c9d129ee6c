/**
 * The send queue, its pipeline and the provider port.
 *
 * <p>{@link dev.sojourn.runtime.email.Sends} queues in the transaction of a run's segment and takes
 * back in the transaction of its end; {@link dev.sojourn.runtime.email.Mailer} does the rest: claim
 * under a lease, draft (address, preferences, rendering), admit, hand to the {@link
 * dev.sojourn.runtime.email.Provider}, record the outcome and wake the run.
 *
 * <pre>
 * queued ──admitted──▶ rendered ──taken──▶ sent
 *   │ ▲ │               │  ▲ │
 *   │ └─┘ held: reason  │  └─┘ failed for now: reason 'retrying', due later
 *   │     of the stop,  │
 *   │     due later     │
 *   │                   ├─▶ failed      for good, or after the last try
 *   │                   ├─▶ cancelled   the run ended while nothing was under way
 *   │                   └─▶ unknown     the run ended, and the sender of an attempt is gone
 *   └─▶ suppressed, skipped, left, failed (never admitted), cancelled
 * </pre>
 *
 * <p>Invariants: a provider hears of a mail only after the commit that admitted it and stored its
 * bytes; every attempt is these bytes under one Message-ID; every write of a claimed send carries
 * the claim's epoch. An exit that commits before the admission prevents the mail, a later one does
 * not. Only admitted sends count for a journey's gap and the operator's caps, under the lock of the
 * address. What is held of sends in memory is bounded: a mailer claims 256 at a time and holds at
 * most some 1 300, however many are queued, and 32 MiB of them and one mail. Files lie beside their
 * send until the admission stores them with the mail.
 *
 * <p>{@link dev.sojourn.runtime.email.Orders} takes mails from outside any journey, {@link
 * dev.sojourn.runtime.email.Reports} what providers say afterwards, {@link
 * dev.sojourn.runtime.email.DeadLetters} drives again what was given up.
 */
@NullMarked
package dev.sojourn.runtime.email;

import org.jspecify.annotations.NullMarked;
