package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.database.SubjectLocks;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.decision.LeftOut;
import dev.sojourn.runtime.preference.Suppressions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how sends ended: whatever finished while one commit was in flight goes into the next,
 * together with the wake of the runs that wait. Belongs to the mailer's context.
 */
final class Settlements {
  private static final Logger log = LoggerFactory.getLogger(Settlements.class);
  private static final int GROUP = 512;
  private static final long AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final Lane lane;
  private final Database database;
  private final InstantSource clock;
  private final String provider;
  private final SendFollower follower;
  private final Decisions decisions;
  private final Suppressions suppressions;
  private final MailNews news;
  private final Deque<Outcome> waiting = new ArrayDeque<>();
  private Consumer<List<Outcome>> recorded = group -> {};
  private boolean committing;
  private boolean abandoned;

  /** Halved by each failure, so that what cannot be written ends up alone and stops no other. */
  private int limit = GROUP;

  Settlements(
      Vertx vertx,
      Lane lane,
      Database database,
      InstantSource clock,
      String provider,
      SendFollower follower,
      Mailer.Rooms rooms) {
    this.vertx = vertx;
    this.lane = lane;
    this.database = database;
    this.clock = clock;
    this.provider = provider;
    this.follower = follower;
    this.decisions = rooms.decisions();
    this.suppressions = rooms.suppressions();
    this.news = new MailNews(database.publicIds(), rooms.outbox());
  }

  /** Who is told of each group that is written down. */
  void follow(Consumer<List<Outcome>> told) {
    recorded = told;
  }

  void add(Outcome outcome) {
    waiting.add(outcome);
    if (!committing && !abandoned) {
      committing = true;
      vertx.getOrCreateContext().runOnContext(tick -> commit());
    }
  }

  private void commit() {
    if (abandoned) {
      return;
    }
    var group = new ArrayList<Outcome>();
    while (group.size() < limit && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    group.sort(Comparator.comparingLong(outcome -> outcome.claim().id()));
    lane.transaction(tx -> record(tx, group))
        .onComplete((done, failure) -> committed(group, failure));
  }

  private void committed(List<Outcome> group, @Nullable Throwable failure) {
    if (failure != null) {
      limit = Math.max(1, group.size() / 2);
      log.warn("the outcome of {} sends was not recorded: {}", group.size(), failure.getMessage());
      waiting.addAll(group);
      vertx.setTimer(AGAIN_MS, timer -> commit());
      return;
    }
    limit = Math.min(GROUP, limit * 2);
    recorded.accept(group);
    committing = !waiting.isEmpty();
    if (committing) {
      commit();
    }
  }

  /** Records nothing more: whatever has not been is left to those who come after the leases. */
  void abandon() {
    abandoned = true;
    waiting.clear();
  }

  private Future<Void> record(Tx tx, List<Outcome> group) {
    var contacts = group.stream().map(one -> one.claim().contactId()).filter(Objects::nonNull);
    SubjectLocks.take(tx, contacts.toList());
    return tx.run(MailerStore.SETTLE, MailerStore.settled(group, provider))
        .map(MailerStore::written)
        .compose(written -> follow(tx, group, written));
  }

  /** What follows from the outcomes that this transaction wrote, and from no other. */
  private Future<Void> follow(Tx tx, List<Outcome> group, Map<Long, Integer> written) {
    var ours =
        group.stream()
            .filter(one -> Objects.equals(written.get(one.claim().id()), one.claim().epoch()))
            .toList();
    if (ours.isEmpty()) {
      return Future.succeededFuture();
    }
    var told = follower.settled(tx, ended(ours));
    var left = decisions.record(tx, leftOut(ours));
    var dropped = withoutFiles(tx, ours);
    return Future.join(
            List.of(told, buried(tx, ours), left, dropped, tell(tx, ours), barred(tx, ours)))
        .mapEmpty();
  }

  /** In one order of addresses, as several processes may count at once. */
  private Future<Void> barred(Tx tx, List<Outcome> outcomes) {
    var bounced =
        outcomes.stream()
            .filter(one -> one.isBounced() && one.claim().address() != null)
            .map(Outcome::claim)
            .sorted(Comparator.comparing(claim -> String.valueOf(claim.address())))
            .toList();
    Future<Void> done = Future.succeededFuture();
    for (var claim : bounced) {
      var to = String.valueOf(claim.address());
      done = done.compose(next -> suppressions.bounced(tx, claim.tenant(), to, clock.instant()));
    }
    return done;
  }

  private Future<Void> tell(Tx tx, List<Outcome> outcomes) {
    var sent = outcomes.stream().filter(one -> one.status() == SendStatus.SENT);
    return news.sent(tx, sent.map(one -> one.claim().id()).toList());
  }

  /** Who is not written to needs no files; what failed may still be driven again. */
  private static Future<?> withoutFiles(Tx tx, List<Outcome> outcomes) {
    var refused =
        outcomes.stream()
            .filter(outcome -> outcome.isRefused() && outcome.claim().hasFilesApart())
            .map(Outcome::claim)
            .toList();
    return refused.isEmpty()
        ? Future.succeededFuture()
        : tx.run(SendFileStore.DROP, (Object) MailerStore.ids(refused));
  }

  private List<LeftOut> leftOut(List<Outcome> outcomes) {
    var leftOut = new ArrayList<LeftOut>();
    for (var outcome : outcomes) {
      var claim = outcome.claim();
      if (outcome.isRefused() && claim.contactId() != null && outcome.reason() != null) {
        leftOut.add(
            new LeftOut(
                claim.tenant(),
                claim.contactId(),
                "mail:" + claim.template(),
                outcome.reason(),
                clock.instant(),
                Map.of(
                    "category", claim.category(), "send", database.publicIds().face(claim.id()))));
      }
    }
    return leftOut;
  }

  private static List<Settled> ended(List<Outcome> outcomes) {
    var ended = new ArrayList<Settled>(outcomes.size());
    for (var outcome : outcomes) {
      var run = outcome.claim().runId();
      if (outcome.isFinal() && run != null) {
        ended.add(new Settled(outcome.claim().id(), run));
      }
    }
    return ended;
  }

  private Future<Void> buried(Tx tx, List<Outcome> outcomes) {
    var dead = outcomes.stream().filter(Outcome::exhausted).toList();
    if (dead.isEmpty()) {
      return Future.succeededFuture();
    }
    var ids = new long[dead.size()];
    Arrays.setAll(ids, i -> database.ids().next());
    return tx.run(MailerStore.BURY, MailerStore.buried(dead, ids, clock.instant())).mapEmpty();
  }
}
