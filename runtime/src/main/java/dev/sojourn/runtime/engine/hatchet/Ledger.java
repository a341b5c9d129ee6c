package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.runtime.database.Lane;
import dev.sojourn.runtime.engine.Assigner.Standing;
import dev.sojourn.runtime.engine.Assigner.Wanted;
import dev.sojourn.runtime.engine.local.LocalEngine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;

/** What invocations read and write about their runs, many at once, on a connection of its own. */
final class Ledger {
  private final Lane lane;
  private final InstantSource clock;
  private final Gathered<Adoption.Wish, Adoption> adoptions;
  private final Gathered<Wanted, Standing> claims;
  private final Gathered<Opening, Boolean> openings;

  Ledger(Context home, Lane lane, InstantSource clock, LocalEngine local) {
    this.lane = lane;
    this.clock = clock;
    this.adoptions =
        new Gathered<>(home, wishes -> HatchetStore.adopt(lane, wishes, clock.instant()));
    this.claims = new Gathered<>(home, wanted -> local.take(lane, wanted));
    this.openings =
        new Gathered<>(home, opening -> HatchetStore.open(lane, opening, clock.instant()));
  }

  /** Adopts a run, if nobody has. */
  Future<Adoption> adopt(Adoption.Wish wish) {
    return adoptions.ask(wish);
  }

  /** Takes a run up, if its time has come. */
  Future<Standing> take(Wanted wanted) {
    return claims.ask(wanted);
  }

  /** Writes a park down; false if there is something else to do first. */
  Future<Boolean> open(Opening opening) {
    return openings.ask(opening);
  }

  /** Those of the runs whose time has come, or that have ended. */
  Future<Set<Long>> stirred(Collection<Long> ids) {
    return HatchetStore.stirred(lane, ids, clock.instant());
  }

  Future<Void> close() {
    return lane.close();
  }
}
