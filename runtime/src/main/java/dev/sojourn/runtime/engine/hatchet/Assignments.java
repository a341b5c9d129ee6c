package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.engine.Advance;
import dev.sojourn.runtime.engine.Assigner;
import dev.sojourn.runtime.engine.Claimed;
import dev.sojourn.runtime.engine.NewRun;
import dev.sojourn.runtime.outbox.Outbox;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Has Hatchet say when the runs of journeys are taken up: what it must know goes to the outbox. */
final class Assignments implements Assigner {
  /** Runs that only wait for a date stay with the timer of the local engine. */
  private static final String JOURNEYS = "journey:";

  private final Outbox outbox;
  private final Letters letters;
  private volatile @Nullable Crew crew;

  Assignments(Outbox outbox, Letters letters) {
    this.outbox = outbox;
    this.letters = letters;
  }

  Letters letters() {
    return letters;
  }

  /** Says who has the runs that Hatchet gave to this process. */
  void manned(Crew opened) {
    crew = opened;
  }

  @Override
  public boolean takes(String taskName) {
    return taskName.startsWith(JOURNEYS);
  }

  @Override
  public Future<Void> started(Tx tx, List<NewRun> runs) {
    return told(tx, runs, run -> letters.start(new Ticket(run.taskName(), run.id(), 0)));
  }

  @Override
  public Future<Void> woken(Tx tx, List<Parked> runs) {
    return told(tx, runs, letters::wake);
  }

  @Override
  public Future<Void> cancelled(Tx tx, List<Assigned> runs) {
    return told(tx, runs, letters::cancel);
  }

  private <T> Future<Void> told(Tx tx, List<T> runs, Function<T, Parcel> letter) {
    return outbox.add(tx, runs.stream().map(letter).toList());
  }

  @Override
  public void stirred() {
    Crew here = crew;
    if (here != null) {
      here.stirred();
    }
  }

  @Override
  public void left(Claimed run, @Nullable Advance how) {
    Crew here = crew;
    if (here != null) {
      here.segmentLeft(run, how);
    }
  }
}
