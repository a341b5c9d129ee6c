package dev.sojourn.runtime.email;

import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.decision.Decisions;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.preference.Suppressions;
import dev.sojourn.runtime.telemetry.LogKey;
import dev.sojourn.runtime.telemetry.Telemetry;
import dev.sojourn.runtime.template.Templates;
import dev.sojourn.runtime.tracking.Tracking;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due: claims, decides, renders, admits, hands over, and writes down how it ended.
 * Any number of mailers share a database; each send is held by one of them. Idle, it asks next to
 * nothing: it waits for the next due time, for a nudge of its own process, or for a hint of
 * another.
 */
public final class Mailer {
  private static final Logger log = LoggerFactory.getLogger(Mailer.class);

  /** What the mails at hand take in memory together, about; one more may go beyond it. */
  private static final long MOST_BYTES = 32L << 20;

  private final Context context;
  private final Vertx vertx;
  private final Database database;
  private final InstantSource clock;
  private final Rooms rooms;
  private final Provider provider;
  private final EmailSettings settings;
  private final SendFollower follower;
  private @Nullable SendLoop loop;

  /** What a mailer asks and tells. */
  public record Rooms(
      Sends sends,
      Contacts contacts,
      Preferences preferences,
      Suppressions suppressions,
      Templates templates,
      Decisions decisions,
      Tracking tracking,
      Telemetry telemetry,
      Outbox outbox) {}

  /**
   * A mailer, not yet at work.
   *
   * @param clock what is due is judged by it; the database's own outside tests
   * @param follower told of each send that has come to its end
   */
  public Mailer(
      Vertx vertx,
      Database database,
      InstantSource clock,
      Rooms rooms,
      Provider provider,
      EmailSettings settings,
      SendFollower follower) {
    this.context = vertx.getOrCreateContext();
    this.vertx = vertx;
    this.database = database;
    this.clock = clock;
    this.rooms = rooms;
    this.provider = new TimedProvider(provider, rooms.telemetry());
    this.settings = settings;
    this.follower = follower;
  }

  /** Begins to send, unless sends are held. Done once it is at work. */
  public Future<Void> open() {
    if (settings.held()) {
      log.warn("sends are held: nothing goes out until SENDS_HELD is off");
      return Future.succeededFuture();
    }
    Promise<Void> opened = Promise.promise();
    context.runOnContext(here -> database.lane().compose(this::withOutcomes).onComplete(opened));
    return opened.future();
  }

  /** Looks for due sends now. */
  public void nudge() {
    context.runOnContext(
        here -> {
          if (loop != null) {
            loop.work();
          }
        });
  }

  /** Takes nothing more on and lets the mails under way end, at most 30 s. */
  public Future<Void> close() {
    rooms.sends().sender(null);
    Promise<Void> closed = Promise.promise();
    context.runOnContext(
        here -> {
          var atWork = loop;
          (atWork == null ? Future.<Void>succeededFuture() : atWork.close())
              .eventually(provider::close)
              .onComplete(closed);
        });
    return closed.future();
  }

  private Future<Void> withOutcomes(Lane intake) {
    return database
        .lane()
        .recover(lost -> intake.close().transform(closed -> Future.failedFuture(lost)))
        .compose(outcomes -> start(intake, outcomes));
  }

  private Future<Void> start(Lane intake, Lane outcomes) {
    var claimed = new ClaimedSends(vertx, intake, clock, MOST_BYTES);
    var settlements =
        new Settlements(vertx, outcomes, database, clock, provider.id(), follower, rooms);
    var dispatch = new Dispatch(context, provider, clock, claimed, settlements::add);
    var writer = new LetterWriter(database.publicIds(), rooms, settings);
    var watch = new TestWatch(provider, clock, settings);
    var letters = new Letters(vertx, database, rooms, writer, watch, MOST_BYTES);
    var admissions = new Admissions(intake, rooms.preferences());
    var work = new SendLoop(vertx, clock, claimed, letters, admissions, dispatch, settlements);
    dispatch.onLapse(work::lapsed);
    settlements.follow(
        group -> {
          count(group);
          work.recorded(group);
        });
    loop = work;
    work.onClose(() -> Future.join(intake.close(), outcomes.close()).mapEmpty());
    rooms.sends().sender(this::nudge);
    work.onlyWhile(() -> intake.run(HoldStore.HELD).map(rows -> rows.size() == 0));
    return database
        .listen(Sends.HOLDS, () -> context.runOnContext(here -> work.switched()))
        .compose(listening -> database.listen(Sends.CHANNEL, this::nudge))
        .onSuccess(
            listening -> {
              database.whenDue(MailerStore.OVERDUE, this::nudge);
              work.work();
            });
  }

  private void count(List<Outcome> group) {
    for (var outcome : group) {
      var send = outcome.claim().id();
      if (outcome.status() == SendStatus.SENT) {
        log.debug("{} {} sent", LogKey.SEND, send);
      } else if (outcome.error() == null) {
        log.info("{} {} {}: {}", LogKey.SEND, send, outcome.status().wire(), outcome.reason());
      } else {
        log.warn("{} {} {}: {}", LogKey.SEND, send, outcome.reason(), outcome.logged());
      }
      if (outcome.isFinal()) {
        rooms.telemetry().mails(outcome.status().wire(), provider.id(), 1);
      } else if (outcome.error() != null && outcome.claim().runId() != null) {
        rooms.telemetry().stepRetried();
      }
    }
  }
}
