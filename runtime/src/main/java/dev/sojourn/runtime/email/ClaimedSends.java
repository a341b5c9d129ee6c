package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Lane;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sends that this process holds. Their leases are renewed while there are any; how long one
 * holds is judged on the monotonic clock, so that a process that stood still knows it is late.
 * Belongs to the mailer's context.
 */
final class ClaimedSends {
  private static final Logger log = LoggerFactory.getLogger(ClaimedSends.class);
  private static final Duration TERM = Duration.ofSeconds(30);
  private static final long RENEWAL_MS = TERM.toMillis() / 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Lane lane;
  private final InstantSource clock;
  private final long mostBytes;
  private final Map<Long, Held> held = new ConcurrentHashMap<>();
  private boolean renewing;
  private long bytes;

  /**
   * No sends yet.
   *
   * @param mostBytes what they take in memory together, about; a single one may go beyond it
   */
  ClaimedSends(Vertx vertx, Lane lane, InstantSource clock, long mostBytes) {
    this.vertx = vertx;
    this.lane = lane;
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  private record Held(Claim claim, long bytes, long untilNanos) {}

  /** Claims due sends, at most so many and as large as there is room, in order of their ids. */
  Future<List<Claim>> claim(int limit) {
    var now = clock.instant();
    var until = System.nanoTime() + TERM.toNanos();
    return lane.run(MailerStore.CLAIM, now, now.plus(TERM), limit, mostBytes - bytes)
        .map(MailerStore::claims)
        .map(claims -> taken(claims, until));
  }

  /** Whether nobody else can have taken the send; on any thread. */
  boolean holds(Claim claim) {
    var mine = held.get(claim.id());
    return mine != null
        && mine.claim.epoch() == claim.epoch()
        && mine.untilNanos - System.nanoTime() > 0;
  }

  /** When there is a reason to claim again, if anything is stored that is or will be due. */
  Future<Optional<Instant>> nextDue() {
    return lane.run(MailerStore.NEXT_DUE, clock.instant()).map(MailerStore::due);
  }

  /** Gives back what came to nothing; after a short pause it can be claimed again. */
  void giveBack(Collection<Claim> claims) {
    giveBack(claims, PAUSE);
  }

  /** Gives back those for which there was no room. */
  void leave(Collection<Claim> claims) {
    if (!claims.isEmpty()) {
      giveBack(claims, Duration.ZERO);
    }
  }

  private void giveBack(Collection<Claim> claims, Duration pause) {
    release(claims);
    lane.run(
            MailerStore.RENEW,
            MailerStore.ids(claims),
            MailerStore.epochs(claims),
            clock.instant().plus(pause))
        .onFailure(error -> log.warn("sends were not given back: {}", error.getMessage()));
  }

  /** Forgets everything; what was held is free for others once its leases run out. */
  void abandon() {
    held.clear();
    bytes = 0;
  }

  /** Whether there is no room for another one. */
  boolean isFull() {
    return bytes >= mostBytes;
  }

  /** Notes what these take now that they are written. */
  void weigh(Collection<Draft.Ready> letters) {
    letters.forEach(
        letter -> replace(letter.claim(), letter.mail().weight(), held.get(letter.claim().id())));
  }

  private void replace(Claim claim, long weight, @Nullable Held mine) {
    if (mine != null && mine.claim.epoch() == claim.epoch()) {
      bytes += weight - mine.bytes;
      held.put(claim.id(), new Held(mine.claim, weight, mine.untilNanos));
    }
  }

  int count() {
    return held.size();
  }

  void release(Collection<Claim> claims) {
    for (var claim : claims) {
      var mine = held.get(claim.id());
      if (mine != null && mine.claim.epoch() == claim.epoch()) {
        held.remove(claim.id());
        bytes -= mine.bytes;
      }
    }
  }

  List<Claim> taken(List<Claim> claims, long untilNanos) {
    for (var claim : claims) {
      var before = held.put(claim.id(), new Held(claim, claim.bytes(), untilNanos));
      bytes += claim.bytes() - (before == null ? 0 : before.bytes);
    }
    if (!held.isEmpty() && !renewing) {
      renewing = true;
      vertx.setTimer(RENEWAL_MS, timer -> renew());
    }
    return claims.stream().sorted(Comparator.comparingLong(Claim::id)).toList();
  }

  private void renew() {
    if (held.isEmpty()) {
      renewing = false;
      return;
    }
    var claims = held.values().stream().map(Held::claim).toList();
    Instant until = clock.instant().plus(TERM);
    var untilNanos = System.nanoTime() + TERM.toNanos();
    lane.run(MailerStore.RENEW, MailerStore.ids(claims), MailerStore.epochs(claims), until)
        .map(MailerStore::ids)
        .onSuccess(
            renewed ->
                renewed.forEach(
                    id ->
                        held.computeIfPresent(
                            id, (same, mine) -> new Held(mine.claim, mine.bytes, untilNanos))))
        .onFailure(error -> log.warn("leases of sends were not renewed: {}", error.getMessage()))
        .onComplete(done -> vertx.setTimer(RENEWAL_MS, timer -> renew()));
  }
}
