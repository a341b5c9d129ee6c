package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.verdict.Refusal;
import dev.sojourn.core.verdict.Verdicts;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.event.EventKey;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.preference.Standing;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails that are asked for one by one, outside any journey. */
public final class Orders {
  private final Database database;
  private final InstantSource clock;
  private final Sends sends;
  private final Preferences preferences;

  /** Orders into this queue. */
  public Orders(Database database, InstantSource clock, Sends sends, Preferences preferences) {
    this.database = database;
    this.clock = clock;
    this.sends = sends;
    this.preferences = preferences;
  }

  /**
   * Queues a mail, or says at once that it is not wanted. A repeat of a key is answered with what
   * has become of the first order; of two at once one is queued. An order that was refused does not
   * keep its key.
   */
  public Future<Placed> place(MailOrder order) {
    return database.transaction(tx -> place(tx, order));
  }

  /** The same as part of a transaction, in which nothing is locked yet. */
  public Future<Placed> place(Tx tx, MailOrder order) {
    var id = database.ids().next();
    var key = order.key() == null ? null : EventKey.of(0, order.key()).hash();
    var contact = order.contactId();
    return SubjectLocks.take(tx, contact == null ? List.of() : List.of(contact))
        .compose(locked -> placed(tx, id, order, key));
  }

  private Future<Placed> placed(Tx tx, long id, MailOrder order, @Nullable UUID key) {
    return key == null
        ? written(tx, id, order, null)
        : tx.run(OrderStore.TAKE_KEY, key, id)
            .compose(taken -> taken.rowCount() == 1 ? written(tx, id, order, key) : first(tx, key));
  }

  private static Future<Placed> first(Tx tx, UUID key) {
    return tx.run(OrderStore.HOLDER, key)
        .map(SendStore::outcomes)
        .map(
            found ->
                found.entrySet().stream()
                    .map(one -> new Placed(one.getKey(), one.getValue()))
                    .findFirst()
                    .orElseThrow(
                        () -> new IllegalStateException("the key of a send has lost its send")));
  }

  private Future<Placed> written(Tx tx, long id, MailOrder order, @Nullable UUID key) {
    return refusal(tx, order)
        .compose(
            refusal -> {
              var isRefused = refusal.isPresent();
              var status = isRefused ? SendStatus.SUPPRESSED : SendStatus.QUEUED;
              var reason = refusal.map(Refusal::reason).orElse(null);
              if (!isRefused) {
                sends.due(tx);
              } else if (key != null) {
                tx.run(OrderStore.DROP_KEY, key);
              }
              var asked = request(order);
              var files = isRefused ? List.<Attachment>of() : order.extras().attachments();
              return tx.run(
                      OrderStore.PLACE,
                      id,
                      order.contactId(),
                      clock.instant(),
                      status.wire(),
                      reason,
                      order.template(),
                      order.category(),
                      asked,
                      isRefused ? Draft.plain(order.to()) : null,
                      files.size(),
                      bytes(asked, files))
                  .compose(placed -> added(tx, id, files))
                  .map(new Placed(id, new SendOutcome(status, null, reason, null)));
            });
  }

  private static Future<?> added(Tx tx, long id, List<Attachment> files) {
    return files.isEmpty()
        ? Future.succeededFuture()
        : tx.run(SendFileStore.ADD, SendFileStore.added(id, files));
  }

  private static int bytes(String request, List<Attachment> files) {
    var all = request.length() + files.stream().mapToLong(Attachment::size).sum();
    return (int) Math.min(all, Integer.MAX_VALUE);
  }

  /** What is known already; whoever sends it asks again. */
  private Future<Optional<Refusal>> refusal(Tx tx, MailOrder order) {
    if (order.unchecked()) {
      return Future.succeededFuture(Optional.empty());
    }
    var address =
        new Address(Objects.requireNonNullElse(order.contactId(), 0L), Draft.plain(order.to()));
    return preferences
        .of(tx, List.of(address))
        .map(
            standings ->
                Verdicts.against(
                    order.category(),
                    standings.getOrDefault(address, Standing.OPEN).wishes(),
                    preferences.lists()));
  }

  private static String request(MailOrder order) {
    var request = new LinkedHashMap<String, @Nullable Object>();
    request.put("to", order.to());
    request.put("props", order.props());
    if (order.subject() != null) {
      request.put("subject", order.subject());
    }
    if (order.from() != null) {
      request.put("from", order.from());
    }
    if (order.extras().replyTo() != null) {
      request.put(SendRequest.REPLY_TO, order.extras().replyTo());
    }
    if (order.unchecked()) {
      request.put(SendRequest.UNCHECKED, true);
    }
    return Json.write(request);
  }
}
