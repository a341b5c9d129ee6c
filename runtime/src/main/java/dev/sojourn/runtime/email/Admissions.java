package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.MailGap;
import dev.sojourn.core.verdict.Refusal;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * Lets mails out: under the locks of their addresses, what may go is marked as such and stored
 * before any provider hears of it. Whoever takes a send back before that commit prevents it.
 */
final class Admissions {
  private final Lane lane;

  Admissions(Lane lane) {
    this.lane = lane;
  }

  /**
   * What came of an admission. A send in neither list was taken back meanwhile.
   *
   * @param refused sends that came too soon after another
   */
  record Result(List<Draft.Ready> admitted, List<Outcome> refused) {}

  Future<Result> admit(List<Draft.Ready> drafts, Instant now) {
    if (drafts.isEmpty()) {
      return Future.succeededFuture(new Result(List.of(), List.of()));
    }
    var sorted = new ArrayList<>(drafts);
    sorted.sort(Comparator.comparingLong(draft -> draft.claim().id()));
    return lane.transaction(
        tx -> {
          var locked = tx.run(MailerStore.LOCK_ADDRESSES, (Object) addresses(sorted));
          return Future.join(locked, tooSoon(tx, sorted, now))
              .compose(both -> admitted(tx, sorted, both.resultAt(1), now));
        });
  }

  private static String[] addresses(List<Draft.Ready> drafts) {
    return drafts.stream().map(Draft.Ready::address).distinct().toArray(String[]::new);
  }

  private static Future<Set<Long>> tooSoon(Tx tx, List<Draft.Ready> drafts, Instant now) {
    var gaps = new HashMap<MailGap.Line, Duration>();
    for (var draft : drafts) {
      if (!draft.gap().isZero()) {
        gaps.merge(line(draft), draft.gap(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
    if (gaps.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    var asked =
        drafts.stream()
            .filter(draft -> draft.bytes() != null)
            .map(draft -> new MailGap.Asked(draft.claim().id(), line(draft), draft.gap()))
            .toList();
    return tx.run(MailerStore.NEWEST, MailerStore.lines(gaps, now))
        .map(MailerStore::newest)
        .map(newest -> MailGap.tooSoon(asked, newest, now));
  }

  private static MailGap.Line line(Draft.Ready draft) {
    var journey = draft.claim().journey();
    return new MailGap.Line(draft.claim().tenant(), journey == null ? 0 : journey, draft.address());
  }

  private static Future<Result> admitted(
      Tx tx, List<Draft.Ready> drafts, Set<Long> tooSoon, Instant now) {
    var refused = new ArrayList<Outcome>();
    var wanted = new ArrayList<Draft.Ready>(drafts.size());
    for (var draft : drafts) {
      if (tooSoon.contains(draft.claim().id())) {
        refused.add(Outcome.refused(draft.claim(), Refusal.JOURNEY_SUPPRESSED));
      } else {
        wanted.add(draft);
      }
    }
    if (wanted.isEmpty()) {
      return Future.succeededFuture(new Result(List.of(), refused));
    }
    return tx.run(MailerStore.ADMIT, MailerStore.admitted(wanted, now))
        .map(MailerStore::ids)
        .map(
            ids ->
                new Result(
                    wanted.stream().filter(draft -> ids.contains(draft.claim().id())).toList(),
                    refused));
  }
}
