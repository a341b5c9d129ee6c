package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Glance;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.email.DeadLetter.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Work that was given up, and how it is driven again: mails, and what others said they know of. */
public final class DeadLetters {
  private final Vertx vertx;
  private final Database database;
  private final InstantSource clock;
  private final Sends sends;
  private final Map<String, Redrive> redrives = new ConcurrentHashMap<>();

  /** The dead letters of a database. */
  public DeadLetters(Vertx vertx, Database database, InstantSource clock, Sends sends) {
    this.vertx = vertx;
    this.database = database;
    this.clock = clock;
    this.sends = sends;
    redrives.put("email", this::redrive);
  }

  /** Says who takes up work of a source again. */
  public void drive(String source, Redrive redrive) {
    redrives.put(source, redrive);
  }

  /** Those of a source and a status, either of which may be null; the newest first. */
  public Future<DeadLetter.Page> list(
      @Nullable String source, @Nullable String status, int limit, int offset) {
    return database
        .run(DeadLetterStore.LIST, source, status, limit, offset)
        .map(DeadLetterStore::letters)
        .compose(
            letters ->
                database
                    .run(DeadLetterStore.COUNT, source, status)
                    .map(rows -> new DeadLetter.Page(letters, rows.iterator().next().getLong(0))));
  }

  /**
   * How many nobody has looked at, by source, counted up to a number in all; a source without any
   * is missing.
   */
  public static Future<Map<String, Long>> pending(Database database, int most) {
    return Glance.at(database, DeadLetterStore.PENDING, most).map(DeadLetterStore::bySource);
  }

  /** Takes it up again: the same bytes, the same key, all tries before it. */
  public Future<Answer> retry(long id) {
    return database.transaction(
        tx ->
            tx.run(DeadLetterStore.HOLD, id)
                .compose(
                    rows -> {
                      if (rows.size() == 0) {
                        return Future.succeededFuture(Answer.UNKNOWN);
                      }
                      var row = rows.iterator().next();
                      return row.getString(0).equals("pending")
                          ? again(tx, id, row.getString(2), row.getLong(1))
                          : Future.succeededFuture(Answer.NOT_PENDING);
                    }));
  }

  /** Says that nobody will send it again. */
  public Future<Answer> discard(long id) {
    return database.transaction(
        tx ->
            tx.run(DeadLetterStore.HOLD, id)
                .compose(
                    rows -> {
                      if (rows.size() == 0) {
                        return Future.succeededFuture(Answer.UNKNOWN);
                      }
                      return rows.iterator().next().getString(0).equals("pending")
                          ? resolved(tx, id, "discarded")
                          : Future.succeededFuture(Answer.NOT_PENDING);
                    }));
  }

  /**
   * Sends a mail again that failed or came back; answers the send that does it, none if the mail is
   * in no such state. One that came back goes as a mail of its own with the same body, since its
   * provider has taken the first one.
   */
  public Future<Optional<Long>> resend(long sendId) {
    return database.transaction(
        tx ->
            tx.run(DeadLetterStore.HOLD_SEND, sendId)
                .compose(
                    rows -> {
                      if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                      }
                      var row = rows.iterator().next();
                      var rendered = row.getBuffer(2);
                      var isFailed = row.getString(0).equals("failed");
                      if (isFailed && row.getOffsetDateTime(3) == null) {
                        return failedAgain(tx, sendId);
                      }
                      return (isFailed || row.getString(0).equals("bounced"))
                              && rendered != null
                              && !"resent".equals(row.getString(1))
                          ? copied(tx, sendId, rendered)
                          : Future.succeededFuture(Optional.empty());
                    }));
  }

  private Future<Optional<Long>> failedAgain(Tx tx, long sendId) {
    var now = clock.instant();
    sends.due(tx);
    tx.run(DeadLetterStore.RESOLVE_OF_SEND, sendId, now);
    return tx.run(DeadLetterStore.REDRIVE, sendId, now).map(Optional.of(sendId));
  }

  private Future<Optional<Long>> copied(Tx tx, long sendId, Buffer rendered) {
    var id = database.ids().next();
    var face = database.publicIds().face(id);
    sends.due(tx);
    tx.run(DeadLetterStore.MARK, sendId);
    return vertx
        .executeBlocking(() -> MailBytes.pack(MailBytes.unpack(rendered).as(face)), false)
        .compose(bytes -> tx.run(DeadLetterStore.COPY, sendId, id, clock.instant(), bytes))
        .map(Optional.of(id));
  }

  private Future<Answer> again(Tx tx, long id, String source, @Nullable Long sourceId) {
    var redrive = redrives.get(source);
    return redrive == null || sourceId == null
        ? Future.succeededFuture(Answer.NOT_FAILED)
        : redrive
            .again(tx, sourceId)
            .compose(
                driven ->
                    driven
                        ? resolved(tx, id, "retried")
                        : Future.succeededFuture(Answer.NOT_FAILED));
  }

  private Future<Boolean> redrive(Tx tx, long sendId) {
    return tx.run(DeadLetterStore.REDRIVE, sendId, clock.instant())
        .map(
            driven -> {
              if (driven.rowCount() > 0) {
                sends.due(tx);
              }
              return driven.rowCount() > 0;
            });
  }

  private Future<Answer> resolved(Tx tx, long id, String status) {
    return tx.run(DeadLetterStore.RESOLVE, id, status, clock.instant()).map(Answer.DONE);
  }
}
