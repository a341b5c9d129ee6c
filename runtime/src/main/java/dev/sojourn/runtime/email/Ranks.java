package dev.sojourn.runtime.email;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets mails of journeys step back for one of larger priority that is due to the same contact and
 * not yet let out, be it unclaimed or in the hands of another sender.
 *
 * <p>Nobody waits in a circle, since a mail steps back for larger priorities alone. One that steps
 * back becomes due later than what it steps back for, and claims go by due time, so whoever claims
 * it again finds the other one claimed before. And it steps back {@link #MOST} times, some 13 s in
 * all; after that it is judged as if there were no other.
 */
final class Ranks {
  private static final int MOST = 8;

  private Ranks() {}

  /** Those of these drafts that are judged now; the others are put off by this transaction. */
  static Future<List<Draft.Ready>> standing(Tx tx, List<Draft.Ready> drafts, Instant now) {
    var asked = drafts.stream().filter(Ranks::mayYield).map(Draft.Ready::claim).toList();
    if (asked.isEmpty()) {
      return Future.succeededFuture(drafts);
    }
    var batch = MailerStore.ids(drafts.stream().map(Draft.Ready::claim).toList());
    return tx.run(AdmissionStore.OUTRANKED, AdmissionStore.rivals(asked, batch, now))
        .map(AdmissionStore::outranked)
        .compose(
            outranked -> {
              var standing = new ArrayList<Draft.Ready>(drafts.size());
              var yielding = new ArrayList<Claim>();
              for (var draft : drafts) {
                if (outranked.contains(draft.claim().id())) {
                  yielding.add(draft.claim());
                } else {
                  standing.add(draft);
                }
              }
              return yielding.isEmpty()
                  ? Future.succeededFuture(standing)
                  : tx.run(AdmissionStore.YIELD, AdmissionStore.yielding(yielding, now))
                      .map(written -> standing);
            });
  }

  private static boolean mayYield(Draft.Ready draft) {
    var claim = draft.claim();
    return draft.bytes() != null
        && claim.journey() != null
        && claim.contactId() != null
        && claim.yields() < MOST;
  }
}
