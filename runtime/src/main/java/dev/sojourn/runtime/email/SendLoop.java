package dev.sojourn.runtime.email;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The round of a mailer, on its context: claim, draft, admit, dispatch; then wait for a reason. */
final class SendLoop {
  private static final Logger log = LoggerFactory.getLogger(SendLoop.class);
  private static final int BATCH = 256;

  /** One round renders while another asks the database. */
  private static final int ROUNDS = 2;

  /** Sends held at once; no more are claimed until some are settled. */
  private static final int ROOM = 1_024;

  /** Somebody else may hold the lock of a row that is due: no reason to ask without pause. */
  private static final long LEAST_WAIT_MS = 10;

  private static final long AGAIN_MS = 1_000;
  private static final long CLOSE_S = 30;

  /** A release that nobody heard of is noticed after this. */
  private static final long HELD_MS = 5_000;

  private final Vertx vertx;
  private final InstantSource clock;
  private final ClaimedSends claimed;
  private final Letters letters;
  private final Admissions admissions;
  private final Dispatch dispatch;
  private final Settlements settlements;
  private final Promise<Void> drained = Promise.promise();
  private Supplier<Future<Void>> release = Future::succeededFuture;
  private @Nullable Instant alarmAt;
  private long alarm = -1;
  private long recheck = -1;
  private Supplier<Future<Boolean>> mayGo = () -> Future.succeededFuture(true);
  private boolean held;
  private int rounds;
  private boolean claiming;
  private boolean again;
  private boolean closed;

  SendLoop(
      Vertx vertx,
      InstantSource clock,
      ClaimedSends claimed,
      Letters letters,
      Admissions admissions,
      Dispatch dispatch,
      Settlements settlements) {
    this.vertx = vertx;
    this.clock = clock;
    this.claimed = claimed;
    this.letters = letters;
    this.admissions = admissions;
    this.dispatch = dispatch;
    this.settlements = settlements;
  }

  /** Whom to ask, before each claim, whether mails may go out. */
  void onlyWhile(Supplier<Future<Boolean>> isOpen) {
    mayGo = isOpen;
  }

  /** What is done last, after everything under way has ended. */
  void onClose(Supplier<Future<Void>> last) {
    release = last;
  }

  Future<Void> close() {
    closed = true;
    vertx.cancelTimer(alarm);
    vertx.cancelTimer(recheck);
    settle();
    return drained
        .future()
        .timeout(CLOSE_S, TimeUnit.SECONDS)
        .otherwiseEmpty()
        .onComplete(done -> abandon())
        .eventually(release);
  }

  private void abandon() {
    claimed.abandon();
    settlements.abandon();
  }

  /** Looks for due sends, now or as soon as there is room. */
  void work() {
    if (claiming || closed || rounds == ROUNDS || claimed.count() >= ROOM || claimed.isFull()) {
      again = true;
      return;
    }
    claiming = true;
    again = false;
    rounds++;
    claim()
        .onComplete((claims, failure) -> claimed(claims))
        .compose(this::advance)
        .onComplete((done, failure) -> worked(failure));
  }

  private void claimed(@Nullable List<Claim> claims) {
    claiming = false;
    if (claims != null && (again || claims.size() == BATCH || claimed.isFull())) {
      work();
    }
  }

  /** While mails are held there is nothing to claim; that is asked for again now and then. */
  private Future<List<Claim>> claim() {
    return mayGo
        .get()
        .compose(
            isOpen -> {
              held(!isOpen);
              return isOpen ? claimed.claim(BATCH) : Future.succeededFuture(List.of());
            });
  }

  /** Somebody held the mails, or released them. */
  void switched() {
    mayGo
        .get()
        .onSuccess(
            isOpen -> {
              held(!isOpen);
              if (isOpen) {
                work();
              }
            })
        .onFailure(
            error -> log.warn("whether sends are held is not known: {}", error.getMessage()));
  }

  private void held(boolean now) {
    if (now != held) {
      log.warn(now ? "sends are held: nothing goes out" : "sends are released");
    }
    held = now;
    dispatch.hold(now);
    vertx.cancelTimer(recheck);
    recheck = now && !closed ? vertx.setTimer(HELD_MS, timer -> switched()) : -1;
  }

  /** The outcomes of these sends are written down. */
  void recorded(List<Outcome> group) {
    claimed.release(group.stream().map(Outcome::claim).toList());
    group.stream().map(Outcome::dueAt).forEach(this::alarm);
    settle();
    if (again) {
      work();
    }
  }

  /** Mails were let go undone, since their leases had run out. */
  void lapsed() {
    settle();
    work();
  }

  private void worked(@Nullable Throwable failure) {
    rounds--;
    settle();
    if (failure != null) {
      log.warn("due sends were not taken on: {}", failure.getMessage());
      vertx.setTimer(AGAIN_MS, timer -> work());
    } else if (again) {
      work();
    } else {
      look();
    }
  }

  /** Asks when there will be something to do, unless a round is under way, which ends with it. */
  private void look() {
    if (rounds > 0 || closed || held) {
      return;
    }
    claimed
        .nextDue()
        .onSuccess(due -> due.ifPresent(this::alarm))
        .onFailure(
            error -> {
              log.warn("the next due send is not known: {}", error.getMessage());
              vertx.setTimer(AGAIN_MS, timer -> look());
            });
  }

  private Future<Void> advance(List<Claim> claims) {
    if (claims.isEmpty()) {
      return Future.succeededFuture();
    }
    var now = clock.instant();
    return letters
        .write(claims, now)
        .compose(
            written ->
                admissions
                    .admit(written.drafts(), now)
                    .onSuccess(result -> go(claims, written.left(), result)))
        .onFailure(error -> claimed.giveBack(claims))
        .mapEmpty();
  }

  private void go(List<Claim> claims, List<Claim> left, Admissions.Result result) {
    claimed.leave(left);
    claimed.weigh(result.admitted());
    again |= !left.isEmpty();
    var kept = new HashSet<Long>();
    result.admitted().forEach(letter -> kept.add(letter.claim().id()));
    result.ended().forEach(outcome -> kept.add(outcome.claim().id()));
    claimed.release(claims.stream().filter(claim -> !kept.contains(claim.id())).toList());
    result.ended().forEach(settlements::add);
    dispatch.submit(result.admitted());
  }

  private void alarm(@Nullable Instant due) {
    if (due == null || closed || (alarmAt != null && !due.isBefore(alarmAt))) {
      return;
    }
    vertx.cancelTimer(alarm);
    alarmAt = due;
    var wait = Math.max(LEAST_WAIT_MS, Duration.between(clock.instant(), due).toMillis() + 1);
    alarm = vertx.setTimer(wait, timer -> ring());
  }

  private void ring() {
    alarmAt = null;
    work();
  }

  private void settle() {
    if (closed && rounds == 0 && claimed.count() == 0) {
      drained.tryComplete();
    }
  }
}
