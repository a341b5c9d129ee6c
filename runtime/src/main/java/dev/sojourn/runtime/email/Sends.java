package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.MailHistory;
import dev.sojourn.runtime.contact.ContactFollower;
import dev.sojourn.runtime.contact.Erasure;
import dev.sojourn.runtime.contact.Merge;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Glance;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.Newest;
import dev.sojourn.runtime.database.Search;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.telemetry.WorkDone;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The sends of a database: queued by runs, settled by a {@link Mailer} of any process. */
public final class Sends implements ContactFollower {
  /** Tells other processes that sends are due. */
  static final String CHANNEL = "sojourn_sends";

  /** Tells all processes that mails are held, or not any more. */
  static final String HOLDS = "sojourn_send_holds";

  private final Database database;
  private final InstantSource clock;
  private final AtomicLong forgottenTo = new AtomicLong();
  private volatile @Nullable Runnable sender;

  /** The sends of this database, at the times of this clock. */
  public Sends(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Queues sends; they exist if and only if the transaction commits. One whose run already has a
   * send of that ordinal changes nothing.
   */
  public Future<Void> queue(Tx tx, List<NewSend> sends) {
    if (sends.isEmpty()) {
      return Future.succeededFuture();
    }
    due(tx);
    return tx.run(SendStore.QUEUE, SendStore.rows(sends, clock.instant())).mapEmpty();
  }

  /**
   * Queues a mail of a template for an address, whoever's it is, and answers its id. It is marked
   * as a test: nothing in it is tracked, and it asks for no preferences.
   *
   * @throws IllegalArgumentException if that is no mail address
   */
  public Future<Long> tryOut(
      String template, String to, Map<String, ? extends @Nullable Object> props) {
    var request = new LinkedHashMap<String, @Nullable Object>();
    request.put("test", true);
    request.put("skipPreferenceCheck", true);
    request.put("to", MailAddress.of(to).email());
    request.put("props", props);
    var id = database.ids().next();
    return database
        .run(SendStore.TRY_OUT, id, clock.instant(), template, Json.write(request))
        .onSuccess(queued -> nudge())
        .map(id);
  }

  /** What has become of sends, by id; one that does not exist is missing. */
  public Future<Map<Long, SendOutcome>> outcomes(Collection<Long> sendIds) {
    return sendIds.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database.run(SendStore.OUTCOMES, SendStore.ids(sendIds)).map(SendStore::outcomes);
  }

  /**
   * Forgets the bodies of mails that were asked for before an instant and go out no more, at most
   * so many; 0 once there are none. Goes on where it stopped.
   */
  public Future<Integer> forgetBodies(Tx tx, Instant before, int most) {
    return tx.run(SendStore.FORGET_BODIES, forgottenTo.get(), Ids.lastOf(before), most)
        .map(
            rows -> {
              long last = 0;
              for (var row : rows) {
                last = Math.max(last, row.getLong(0));
              }
              forgottenTo.set(rows.size() < most ? 0 : last);
              return rows.size();
            });
  }

  /** The mails that went to contacts' addresses, in the order asked. */
  public Future<List<MailHistory>> histories(List<MailsOf> asked) {
    return asked.isEmpty()
        ? Future.succeededFuture(List.of())
        : database.run(SendStore.HISTORIES, SendStore.mailsOf(asked)).map(SendStore::histories);
  }

  /**
   * How many mails went to contacts' addresses, in the order asked. Those that failed or were held
   * back do not count, and neither do those that nobody has taken up yet.
   */
  public Future<List<Long>> counts(List<MailsSince> asked) {
    return asked.isEmpty()
        ? Future.succeededFuture(List.of())
        : database.run(SendStore.COUNTS, SendStore.mailsSince(asked)).map(SendStore::counts);
  }

  /**
   * Takes back the sends of runs that end. One whose attempt is under way is left to its sender;
   * one whose sender is gone becomes {@code unknown}. The caller holds the locks of the contacts.
   */
  public Future<Void> cancelFor(Tx tx, Collection<Long> runIds) {
    return runIds.isEmpty()
        ? Future.succeededFuture()
        : tx.run(SendStore.CANCEL, SendStore.ids(runIds), clock.instant()).mapEmpty();
  }

  /** Mails under way go to the survivor's address from now on. */
  @Override
  public Future<Void> merged(Tx tx, Merge merge) {
    return tx.run(SendStore.MOVE, merge.loser().id(), merge.survivor().id()).mapEmpty();
  }

  /** That a mail went out, and to which address, stays; what was in it does not. */
  @Override
  public Future<Void> erased(Tx tx, Erasure erasure) {
    var ids = SendStore.ids(erasure.ids());
    tx.run(SendStore.CANCEL_OF_CONTACT, ids, erasure.at());
    tx.run(SendStore.FORGET_MAILS, (Object) ids);
    tx.run(SendStore.FORGET_FILES, (Object) ids);
    return tx.run(SendStore.FORGET_LETTERS, ids, erasure.at()).mapEmpty();
  }

  /** Sends that fit, newest first. */
  public Future<List<SendView>> list(SendFilter filter, int limit, int offset) {
    return journey(filter)
        .compose(
            journey ->
                Search.in(
                    database, tx -> fitting(tx, filter, journey, SendOrder.NEWEST, limit, offset)))
        .compose(this::views);
  }

  /** The same in any order, with the number of all that fit. */
  public Future<SendPage> page(SendFilter filter, SendOrder order, int limit, int offset) {
    return journey(filter)
        .compose(
            journey ->
                Search.in(
                    database,
                    tx -> {
                      var ids = fitting(tx, filter, journey, order, limit + 1, offset);
                      var counted = SendListStore.of(filter, journey, Search.COUNTED);
                      return Future.all(ids, tx.run(SendListStore.COUNT, counted));
                    }))
        .compose(both -> page(both.resultAt(0), limit, SendListStore.total(both.resultAt(1))));
  }

  /** Asked before the search: its plan depends on how many mails this journey has. */
  private Future<@Nullable Integer> journey(SendFilter filter) {
    return filter.task() == null
        ? Future.succeededFuture()
        : database.names().number("task", filter.task());
  }

  /** One more than are shown tells whether there are more. */
  private Future<SendPage> page(List<Long> ids, int limit, long total) {
    var shown = ids.subList(0, Math.min(limit, ids.size()));
    return views(shown).map(views -> new SendPage(views, total, ids.size() > limit));
  }

  /** One send. */
  public Future<Optional<SendView>> one(long id) {
    return views(List.of(id)).map(views -> views.stream().findFirst());
  }

  /** The newest mails of a contact that are older than an id, at most so many. */
  public Future<Newest> newest(long contactId, long before, long most) {
    return database.run(SendListStore.NEWEST_OF, contactId, before, most).map(Newest::of);
  }

  /** What became of the mails that were asked for since an instant, in any process. */
  public static Future<WorkDone> activity(Database database, Instant since) {
    return Glance.at(database, SendListStore.ACTIVITY, Ids.lastOf(since))
        .map(SendListStore::activity);
  }

  /** The mail of a send as it is stored, which is none before it was admitted. */
  public Future<Optional<OutgoingMail>> mail(long id) {
    return database.run(SendListStore.RENDERED, id).map(SendListStore::mail);
  }

  private static Future<List<Long>> fitting(
      Tx tx, SendFilter filter, @Nullable Integer journey, SendOrder order, int limit, int offset) {
    var rows =
        order.equals(SendOrder.NEWEST)
            ? tx.run(SendListStore.NEWEST, SendListStore.of(filter, journey, limit, offset))
            : tx.run(
                SendListStore.SORTED,
                SendListStore.of(
                    filter, journey, limit, offset, order.by().wire(), order.ascending()));
    return rows.map(SendListStore::ids);
  }

  private Future<List<SendView>> views(List<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : database
            .run(SendListStore.VIEWS, SendStore.ids(ids), MailHead.BYTES)
            .map(rows -> SendListStore.views(ids, rows));
  }

  /** Whether mails are held in all processes, since when and by whom. */
  public Future<Optional<Hold>> held() {
    return held(database);
  }

  /** The same, in any process. */
  public static Future<Optional<Hold>> held(Database database) {
    return database.run(HoldStore.HELD).map(HoldStore::hold);
  }

  /**
   * Lets no process take up a mail any more, until they are released; one that a provider is being
   * handed now still goes. What is held already stays so as it is.
   */
  public Future<Hold> hold(String by) {
    return database
        .run(HoldStore.HOLD, clock.instant(), by)
        .map(rows -> HoldStore.hold(rows).orElseThrow())
        .onSuccess(held -> database.notify(HOLDS));
  }

  /** Lets mails go again, late ones first. */
  public Future<Void> release() {
    return database.run(HoldStore.RELEASE).onSuccess(done -> database.notify(HOLDS)).mapEmpty();
  }

  /** Tells whoever sends, once the transaction has committed, that there is something due. */
  void due(Tx tx) {
    tx.afterCommit(this::nudge);
  }

  /** From now on, or no longer, this process sends by itself and is nudged directly. */
  void sender(@Nullable Runnable nudged) {
    sender = nudged;
  }

  private void nudge() {
    var here = sender;
    if (here == null) {
      database.notify(CHANNEL);
    } else {
      here.run();
    }
  }
}
