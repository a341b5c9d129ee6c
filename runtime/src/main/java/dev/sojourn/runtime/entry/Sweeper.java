package dev.sojourn.runtime.entry;

import dev.sojourn.core.schedule.Occasion;
import dev.sojourn.dsl.definition.DateRule;
import dev.sojourn.runtime.bundle.ActiveJourney;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Rounds;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.LiveRun;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.entry.Arming.Place;
import dev.sojourn.runtime.entry.SweepStore.Page;
import dev.sojourn.runtime.entry.SweepStore.Taken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the contacts that had their date before a rule came into force: page by page, each in a
 * transaction that also says how far the sweep has come, so that whoever goes on after a death
 * begins there. A page done twice changes nothing: only a run that waits for another instant than
 * the rule gives is replaced.
 *
 * <p>There are two rounds. A process may be up to a minute behind with the active set, and until
 * then neither arms contacts by a new rule nor reads dates by it; the second round, two minutes
 * after the first, finds what it left.
 */
final class Sweeper {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  /** More than the minute within which every process looks for a new active set. */
  private static final Duration PAUSE = Duration.ofMinutes(2);

  /** When somebody else has the sweep, or the database was not there. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Database database;
  private final DateEntries.Rooms rooms;
  private final Rounds rounds;

  Sweeper(Vertx vertx, Database database, DateEntries.Rooms rooms) {
    this.database = database;
    this.rooms = rooms;
    this.rounds =
        Rounds.on(vertx.getOrCreateContext(), () -> round().map(this::rest), Sweeper::failed);
  }

  /** There may be a new rule; from any thread. */
  void ask() {
    rounds.nudge();
  }

  /** Begins no page any more; done when the one under way is. */
  Future<Void> close() {
    return rounds.close();
  }

  /** Answers when the next page may be, null for never. */
  private Future<@Nullable Instant> round() {
    ActiveSet active = rooms.bundle().active();
    return active.number() == 0
        ? Future.succeededFuture()
        : SweepStore.register(database, active, now())
            .compose(
                registered -> active.dated().isEmpty() ? Future.succeededFuture() : sweep(active));
  }

  private static Duration failed(Throwable failure) {
    log.warn("contacts with dates were not all found yet, trying again: {}", failure.getMessage());
    return AGAIN;
  }

  private @Nullable Duration rest(@Nullable Instant next) {
    if (next == null) {
      return null;
    }
    Duration left = Duration.between(now(), next);
    return left.isNegative() ? AGAIN : left.plusMillis(1);
  }

  /**
   * Page after page, until none is due here or the rules may be others; answers when the next may
   * be, null for never.
   */
  private Future<@Nullable Instant> sweep(ActiveSet active) {
    return database
        .transaction(tx -> page(tx, active))
        .compose(
            found ->
                found && !rounds.isInterrupted()
                    ? sweep(active)
                    : SweepStore.next(database, active));
  }

  /** One page of one sweep; false if there was none to take. */
  private Future<Boolean> page(Tx tx, ActiveSet active) {
    return SweepStore.take(tx, active, now())
        .compose(
            taken ->
                taken.isEmpty()
                    ? Future.succeededFuture(false)
                    : page(tx, active, taken.get()).map(true));
  }

  private Future<Void> page(Tx tx, ActiveSet active, Taken sweep) {
    ActiveJourney journey = active.journeys().get(sweep.journeyId());
    DateRule rule = journey == null ? null : journey.definition().entry().date();
    if (rule == null) {
      throw new IllegalStateException("journey '" + sweep.journeyId() + "' has no date");
    }
    return SweepStore.contacts(tx, sweep.afterId(), rule.property())
        .compose(
            page ->
                page.isEmpty()
                    ? SweepStore.endRound(tx, sweep, now(), PAUSE)
                    : arm(tx, sweep.journeyId(), rule, page.get())
                        .compose(armed -> SweepStore.advance(tx, sweep, page.get().lastId())));
  }

  private Future<Void> arm(Tx tx, String journeyId, DateRule rule, Page page) {
    var ids = page.having().keySet();
    return SubjectLocks.take(tx, ids)
        .compose(
            locked -> {
              var contacts = rooms.contacts().load(tx, ids);
              var waiting = Arming.waiting(tx, rooms.engine(), ids);
              return Future.all(contacts, waiting)
                  .compose(
                      all -> arm(tx, journeyId, rule, page, contacts.result(), waiting.result()));
            });
  }

  private Future<Void> arm(
      Tx tx,
      String journeyId,
      DateRule rule,
      Page page,
      Map<Long, Contact> contacts,
      Map<Place, LiveRun> waiting) {
    Instant now = now();
    List<Long> cancels = new ArrayList<>();
    List<NewRun> starts = new ArrayList<>();
    contacts.forEach(
        (id, contact) -> {
          if (id != contact.id()) {
            return; // It was merged meanwhile, and the other one is not locked here.
          }
          LiveRun run = waiting.get(new Place(id, journeyId));
          Occasion occasion = Occasion.of(rule, contact.properties()::get);
          boolean isAhead = occasion instanceof Occasion.At at && at.instant().isAfter(now);
          boolean isRight =
              run != null && occasion instanceof Occasion.At at && run.dueAt().equals(at.instant());
          // A run that is due now is about to look for itself.
          if (isRight || (run == null ? !isAhead : !run.dueAt().isAfter(now))) {
            return;
          }
          long fresh = database.ids().next();
          if (run != null) {
            cancels.add(run.id());
          }
          // Who waited, and by the new rule has missed it, is told so by a run of its own.
          Long since = isAhead ? null : Long.valueOf(fresh);
          int tenant = page.having().getOrDefault(id, 0);
          starts.add(EntryTask.run(fresh, tenant, id, journeyId, 0, since));
        });
    return Arming.replace(tx, rooms.engine(), cancels, starts);
  }

  private Instant now() {
    return database.clock().instant();
  }
}
