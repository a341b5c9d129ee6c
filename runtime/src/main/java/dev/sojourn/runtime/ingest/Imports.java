package dev.sojourn.runtime.ingest;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.DatabaseGone;
import dev.sojourn.runtime.database.Rounds;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.ImportJob.Problem;
import dev.sojourn.runtime.ingest.ImportStore.Claimed;
import dev.sojourn.runtime.ingest.ImportStore.Staged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of contacts: staged row by row, then taken in by a worker a piece at a time, in order. A
 * piece that is taken in twice, since somebody died over it, changes nothing.
 */
public final class Imports {
  private static final Logger log = LoggerFactory.getLogger(Imports.class);
  private static final String CHANNEL = "sojourn_imports";
  private static final int PIECE = 500;
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(60);
  private static final Sender SENDER = new Sender(0, Source.STUDIO, true, null);

  private final Database database;
  private final Ingest ingest;
  private final NewEventReader reader;
  private final Rounds rounds;

  /** The imports of a database. */
  public Imports(Vertx vertx, Database database, Ingest ingest) {
    this.database = database;
    this.ingest = ingest;
    this.reader = new NewEventReader(database.clock());
    this.rounds =
        Rounds.on(
            vertx.getOrCreateContext(),
            () -> piece().map(more -> more ? Duration.ZERO : null),
            Imports::failed);
  }

  /** Begins a job; answers its id. Nothing of it is taken in before {@link #staged}. */
  public Future<Long> begin(@Nullable String fileName, String format) {
    var id = database.ids().next();
    return database
        .run(ImportStore.BEGIN, id, fileName, format, database.clock().instant())
        .map(id);
  }

  /**
   * Adds rows.
   *
   * @param first the number of the first of them, from 1
   * @param bodies what each says of a contact, as JSON
   */
  public Future<Void> stage(long job, long first, List<String> bodies) {
    return bodies.isEmpty()
        ? Future.succeededFuture()
        : database.run(ImportStore.STAGE, job, first, bodies.toArray(String[]::new)).mapEmpty();
  }

  /** All rows are there; from now on they are taken in. */
  public Future<Void> staged(long job, long rows) {
    return database
        .run(ImportStore.STAGED, job, rows, database.clock().instant())
        .onSuccess(done -> database.notify(CHANNEL))
        .mapEmpty();
  }

  /** A job, by its public id. */
  public Future<Optional<ImportJob>> one(String id) {
    var job = database.publicIds().id(id);
    return job.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : database
            .run(ImportStore.ONE, job.getAsLong())
            .map(rows -> ImportStore.job(rows, database.publicIds()));
  }

  /** The public id of a job. */
  public String face(long job) {
    return database.publicIds().face(job);
  }

  /** Forgets jobs begun before an instant, at most so many; 0 once there are none. */
  public Future<Integer> forget(Tx tx, Instant before, int most) {
    return tx.run(ImportStore.FORGET, before, most).map(rows -> rows.rowCount());
  }

  /** Takes in what is staged by any process, from now on. */
  public Future<Void> open() {
    rounds.nudge();
    database.whenDue(ImportStore.OVERDUE, rounds::nudge);
    return database.listen(CHANNEL, rounds::nudge);
  }

  /** Takes no further piece; done when the one under way is. */
  public Future<Void> close() {
    return rounds.close();
  }

  private static Duration failed(Throwable failure) {
    log.warn("an import was not gone on with, and will be tried again", failure);
    return AGAIN;
  }

  /** Takes in the next piece of the oldest job; false if there is none. */
  private Future<Boolean> piece() {
    var now = database.clock().instant();
    return database
        .run(ImportStore.CLAIM, now, now.plus(LEASE))
        .map(ImportStore::claimed)
        .compose(
            claimed ->
                claimed.isEmpty()
                    ? Future.succeededFuture(false)
                    : database
                        .run(ImportStore.ROWS, claimed.get().id(), claimed.get().done(), PIECE)
                        .map(ImportStore::staged)
                        .compose(rows -> takeIn(claimed.get(), rows))
                        .map(true));
  }

  private Future<Void> takeIn(Claimed job, List<Staged> rows) {
    var problems = new ArrayList<Problem>();
    var taking = new ArrayList<Future<?>>(rows.size());
    rows.forEach(row -> taking.add(takeIn(row, problems)));
    return Future.join(taking).compose(done -> done(job, rows, problems));
  }

  private Future<?> takeIn(Staged row, List<Problem> problems) {
    try {
      var said = reader.readContact(row.body().getBytes(StandardCharsets.UTF_8), SENDER);
      return ingest.accept(said).recover(failure -> told(row, failure, problems));
    } catch (RuntimeException unfit) {
      return told(row, unfit, problems);
    }
  }

  /** What another time may mend fails; anything else is of this row, and holds up no other. */
  private static <T> Future<T> told(Staged row, Throwable failure, List<Problem> problems) {
    if (failure instanceof Overloaded || failure instanceof DatabaseGone) {
      return Future.failedFuture(failure);
    }
    if (failure instanceof Rejected) {
      problems.add(new Problem(row.number(), String.valueOf(failure.getMessage())));
    } else {
      log.error("row {} of an import was left out", row.number(), failure);
      problems.add(new Problem(row.number(), "left out by a fault of ours: " + failure));
    }
    return Future.succeededFuture();
  }

  private Future<Void> done(Claimed job, List<Staged> rows, List<Problem> problems) {
    var last = rows.isEmpty() ? job.done() : rows.get(rows.size() - 1).number();
    return database
        .transaction(
            tx -> {
              tx.run(
                  ImportStore.DONE,
                  job.id(),
                  job.done(),
                  last,
                  (long) problems.size(),
                  ImportStore.json(problems),
                  null,
                  database.clock().instant());
              return tx.run(ImportStore.DROP_ROWS, job.id(), last);
            })
        .mapEmpty();
  }
}
