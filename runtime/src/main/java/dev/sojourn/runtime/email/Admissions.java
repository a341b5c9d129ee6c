package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.Allowance;
import dev.sojourn.core.verdict.Refusal;
import dev.sojourn.core.verdict.Timing;
import dev.sojourn.core.verdict.Verdict;
import dev.sojourn.core.verdict.Verdicts;
import dev.sojourn.dsl.definition.Cap;
import dev.sojourn.dsl.definition.Caps;
import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.Preferences;
import dev.sojourn.runtime.preference.Standing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets mails out: under the locks of their addresses, what is wanted and may go is marked as such
 * and stored before any provider hears of it. That holds for each try. Whoever takes a send back
 * before that commit prevents it.
 */
final class Admissions {
  private final Lane lane;
  private final Preferences preferences;

  Admissions(Lane lane, Preferences preferences) {
    this.lane = lane;
    this.preferences = preferences;
  }

  /**
   * What came of an admission. A send in neither list was taken back meanwhile, or has stepped
   * back.
   *
   * @param ended sends that do not go out now, and how their claims end
   */
  record Result(List<Draft.Ready> admitted, List<Outcome> ended) {}

  /** A draft and whom it is for. */
  private record Addressed(Draft draft, Address to) {}

  Future<Result> admit(List<Draft> drafts, Instant now) {
    var addressed = new ArrayList<Addressed>(drafts.size());
    var ended = new ArrayList<Outcome>();
    for (var draft : drafts) {
      draft
          .recipient()
          .ifPresentOrElse(to -> addressed.add(new Addressed(draft, to)), () -> end(draft, ended));
    }
    if (addressed.isEmpty()) {
      return Future.succeededFuture(new Result(List.of(), ended));
    }
    addressed.sort(Comparator.comparingLong(one -> one.draft().claim().id()));
    return lane.transaction(tx -> decided(tx, addressed, now))
        .map(
            result -> {
              ended.addAll(addressed(result.ended(), addressed));
              return new Result(result.admitted(), ended);
            });
  }

  /** Whoever looks at a mail that was refused sees whom it was for. */
  private static List<Outcome> addressed(List<Outcome> ended, List<Addressed> drafts) {
    if (ended.isEmpty()) {
      return ended;
    }
    var emails = new HashMap<Long, String>();
    drafts.forEach(one -> emails.put(one.draft().claim().id(), one.to().email()));
    return ended.stream()
        .map(outcome -> outcome.addressed(Objects.requireNonNull(emails.get(outcome.claim().id()))))
        .toList();
  }

  /** What the locks protect is read after them. */
  private Future<Result> decided(Tx tx, List<Addressed> drafts, Instant now) {
    var recipients = drafts.stream().map(Addressed::to).distinct().toList();
    var locked =
        tx.run(
            MailerStore.LOCK_ADDRESSES,
            (Object) recipients.stream().map(Address::email).distinct().toArray(String[]::new));
    var standings = preferences.of(tx, recipients);
    var newest = newest(tx, drafts, now);
    var used = used(tx, drafts, preferences.lists().caps(), now);
    var ended = new ArrayList<Outcome>();
    return Future.join(locked, standings, newest, used)
        .compose(all -> Ranks.standing(tx, wanted(drafts, standings.result(), ended), now))
        .compose(
            wanted ->
                admitted(
                    tx, inTime(wanted, newest.result(), used.result(), now, ended), ended, now));
  }

  private static Future<Allowance> used(Tx tx, List<Addressed> drafts, Caps caps, Instant now) {
    var places = new LinkedHashMap<Allowance.Place, Cap>();
    for (var one : drafts) {
      if (one.draft() instanceof Draft.Ready letter && isNew(letter)) {
        var claim = letter.claim();
        places.putAll(
            Allowance.of(caps, claim.tenant(), letter.address(), letter.policy().category()));
      }
    }
    return places.isEmpty()
        ? Future.succeededFuture(new Allowance(caps, Map.of()))
        : tx.run(AdmissionStore.USED, AdmissionStore.places(places, caps, now))
            .map(rows -> new Allowance(caps, AdmissionStore.used(rows)));
  }

  private static Future<Map<Timing.Line, Instant>> newest(
      Tx tx, List<Addressed> drafts, Instant now) {
    var gaps = new HashMap<Timing.Line, Duration>();
    for (var one : drafts) {
      if (one.draft() instanceof Draft.Ready letter && !letter.policy().suppress().isZero()) {
        gaps.merge(line(letter), letter.policy().suppress(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
    return gaps.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tx.run(MailerStore.NEWEST, MailerStore.lines(gaps, now)).map(MailerStore::newest);
  }

  private static Timing.Line line(Draft.Ready draft) {
    var journey = draft.claim().journey();
    return new Timing.Line(draft.claim().tenant(), journey == null ? 0 : journey, draft.address());
  }

  private List<Draft.Ready> wanted(
      List<Addressed> drafts, Map<Address, Standing> standings, List<Outcome> ended) {
    var wanted = new ArrayList<Draft.Ready>(drafts.size());
    for (var one : drafts) {
      var claim = one.draft().claim();
      var refusal =
          isUnchecked(one.draft())
              ? Optional.<Refusal>empty()
              : Verdicts.against(
                  claim.category(),
                  standings.getOrDefault(one.to(), Standing.OPEN).wishes(),
                  preferences.lists());
      if (refusal.isPresent()) {
        ended.add(Outcome.refused(claim, refusal.get()));
      } else if (one.draft() instanceof Draft.Ready letter) {
        wanted.add(letter);
      } else {
        end(one.draft(), ended);
      }
    }
    return wanted;
  }

  private static boolean isUnchecked(Draft draft) {
    return draft instanceof Draft.Ready letter && letter.unchecked();
  }

  /** It was not admitted before; from then on it counts. */
  private static boolean isNew(Draft.Ready letter) {
    return letter.bytes() != null && !letter.unchecked();
  }

  private static void end(Draft draft, List<Outcome> ended) {
    if (draft instanceof Draft.Unmade unmade) {
      ended.add(unmade.outcome());
    }
  }

  private static List<Draft.Ready> inTime(
      List<Draft.Ready> drafts,
      Map<Timing.Line, Instant> newest,
      Allowance used,
      Instant now,
      List<Outcome> ended) {
    var verdicts = Timing.of(asked(drafts), newest, used, now);
    var inTime = new ArrayList<Draft.Ready>(drafts.size());
    for (var draft : drafts) {
      var verdict = verdicts.get(draft.claim().id());
      if (verdict == null) {
        verdict = Timing.of(draft.policy(), draft.zone(), null, Instant.MIN, now);
      }
      if (verdict instanceof Verdict.Send) {
        inTime.add(draft);
      } else {
        ended.add(Outcome.stopped(draft.claim(), verdict));
      }
    }
    return inTime;
  }

  /** Those that gaps and caps hold for. */
  private static List<Timing.Asked> asked(List<Draft.Ready> drafts) {
    return drafts.stream()
        .filter(Admissions::isNew)
        .map(
            draft ->
                new Timing.Asked(draft.claim().id(), line(draft), draft.policy(), draft.zone()))
        .toList();
  }

  private static Future<Result> admitted(
      Tx tx, List<Draft.Ready> wanted, List<Outcome> ended, Instant now) {
    if (wanted.isEmpty()) {
      return Future.succeededFuture(new Result(List.of(), ended));
    }
    return tx.run(MailerStore.ADMIT, MailerStore.admitted(wanted, now))
        .map(MailerStore::ids)
        .map(ids -> wanted.stream().filter(draft -> ids.contains(draft.claim().id())).toList())
        .compose(admitted -> withoutFiles(tx, admitted))
        .map(admitted -> new Result(admitted.stream().map(Draft.Ready::stored).toList(), ended));
  }

  /** From now on their files are in the stored bytes. */
  private static Future<List<Draft.Ready>> withoutFiles(Tx tx, List<Draft.Ready> admitted) {
    var claims = admitted.stream().map(Draft.Ready::claim).filter(Claim::hasFilesApart).toList();
    return claims.isEmpty()
        ? Future.succeededFuture(admitted)
        : tx.run(SendFileStore.DROP, (Object) MailerStore.ids(claims)).map(admitted);
  }
}
