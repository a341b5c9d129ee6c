package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.engine.local.RaceDatabase.Entry
import dev.sojourn.runtime.engine.local.RaceDatabase.Grip
import dev.sojourn.runtime.engine.local.RaceDatabase.State
import groovy.transform.CompileStatic
import java.util.concurrent.ExecutionException

/**
 * One seeded interleaving of events, claims, commits, dying and paused workers, and an exit, on one
 * run of a few waits; then the run is brought to its end, and a checker reads journal and events.
 */
@CompileStatic
class RaceSchedule {
  private static final int STEPS = 70
  private static final int LEASE = 2

  /** An event with the places of its commit and of what it ended. */
  private static class Stored {
    long id
    int name
    int committed

    Stored(long id, int name, int committed) {
      this.id = id
      this.name = name
      this.committed = committed
    }
  }

  private final long seed
  private final SplittableRandom random
  private final RaceDatabase world
  private final long base
  private final int[] waits
  private final int[] timeouts
  private final List<Stored> events = []
  /** The place of each segment's commit in the order of all commits. */
  private final List<Integer> committed = []
  private final List<Ingest> ingests = []
  private final List<Worker> workers = []
  private final Exit exit
  private Actor holder
  private long now
  private int sequence
  private int commits
  private int deaths = 4
  private boolean cancelled

  RaceSchedule(long seed, RaceDatabase world, long base) {
    this.seed = seed
    this.world = world
    this.base = base
    this.now = base
    random = new SplittableRandom(seed)
    waits = new int[1 + random.nextInt(3)]
    timeouts = new int[waits.length]
    for (int i = 0; i < waits.length; i++) {
      waits[i] = 1 + random.nextInt(2)
      timeouts[i] = random.nextInt(5)
    }
    int arrivals = 1 + random.nextInt(5)
    for (int i = 0; i < arrivals; i++) {
      ingests.add(new Ingest(1 + random.nextInt(2)))
    }
    for (int i = 0; i < 3; i++) {
      workers.add(new Worker())
    }
    exit = new Exit(random.nextInt(4) == 0)
  }

  static long idOf(long tick, long sequence) {
    (tick << 22) + sequence
  }

  static long lastOf(long tick) {
    (tick << 22) + 0x3fffff
  }

  /** Plays it; fails with the seed in the message. */
  void play() {
    try {
      for (int i = 0; i < STEPS; i++) {
        step()
      }
      settle()
      check()
    } catch (AssertionError | ExecutionException e) {
      throw new AssertionError("schedule $seed: $e.message".toString(), e)
    }
  }

  private void step() {
    int choice = random.nextInt(16)
    if (choice < 2) {
      now++
    } else if (choice < 6) {
      Ingest one = ingests[random.nextInt(ingests.size())]
      if (free(one)) {
        one.step()
      }
    } else if (choice < 7) {
      if (exit.wanted && free(exit) && random.nextInt(4) == 0) {
        exit.step()
      }
    } else {
      Worker one = workers[random.nextInt(workers.size())]
      if (one.grip == null || one.place == 0 || free(one)) {
        one.step()
      }
    }
  }

  /** Whoever holds the lock ends its transaction; then one worker is left and time goes on. */
  private void settle() {
    while (holder != null) {
      holder.step()
    }
    deaths = 0
    Worker last = new Worker()
    for (int i = 0; world.committedRow() != null; i++) {
      assert i < 500: "the run does not come to its end: ${world.committedRow()}"
      if (last.grip == null) {
        now++
      }
      last.step()
    }
  }

  private void check() {
    List<Entry> journal = world.committedJournal()
    assert (0..<journal.size()).every { journal[it].segment() == it }: "segments are missing: $journal"
    assert cancelled || journal.size() == waits.length + 1: "the run ended early: $journal"
    Set<Long> used = []
    for (int i = 1; i < journal.size(); i++) {
      Entry opened = journal[i - 1]
      long endedBy = journal[i].endedBy()
      Stored first = events.findAll { counts(it, opened, i) }.min { it.id }
      if (endedBy == 0) {
        assert first == null: "wait ${i - 1} timed out although event ${first.id} was there: $journal"
      } else {
        assert used.add(endedBy): "event $endedBy ended two waits: $journal"
        Stored by = events.find { it.id == endedBy }
        assert by != null: "event $endedBy was rolled back: $journal"
        assert by.name == opened.awaits() && (by.id >> 22) <= opened.deadline(): "event $endedBy does not fit: $journal"
        assert by.id > opened.cursor() || by.committed > committed[i - 1]: "event $endedBy is older than the wait: $journal"
        assert first == null || first.id >= endedBy || first.committed > by.committed: "event ${first.id} came first: $journal"
      }
    }
  }

  /** Whether the event was there to end the wait that segment {@code i - 1} opened before it ended. */
  private boolean counts(Stored event, Entry opened, int i) {
    event.name == opened.awaits() && event.id > opened.cursor() && (event.id >> 22) <= opened.deadline() &&
        event.committed < committed[i]
  }

  private boolean free(Actor actor) {
    holder == null || holder.is(actor)
  }

  private boolean dies() {
    deaths > 0 && random.nextInt(10) == 0 && deaths-- > 0
  }

  private void handOver(Grip grip) {
    Worker idle = grip == null ? null : workers.find { it.grip == null }
    if (idle != null && !dies()) {
      idle.take(grip)
    }
  }

  private abstract class Actor {
    int place

    abstract void step()

    protected void lock() {
      world.lock()
      holder = this
      place++
    }

    protected void commit() {
      world.commit()
      commits++
      holder = null
    }

    protected void rollback() {
      world.rollback()
      holder = null
    }
  }

  /** Takes one event in: locks, reads, stores and wakes, commits. */
  private class Ingest extends Actor {
    final int name
    private long id
    private boolean fits
    private Grip handed

    Ingest(int name) {
      this.name = name
    }

    @Override
    void step() {
      if (place == 0) {
        lock()
        id = idOf(now, sequence++)
      } else if (place == 1) {
        State row = world.row()
        fits = row != null && row.awaits() == name && (id >> 22) <= row.due()
        world.storeEvent(id, name)
        place++
      } else if (place == 2) {
        handed = fits ? world.wake(id, now, now + LEASE, random.nextBoolean()) : null
        place++
      } else if (place == 3) {
        end()
      }
    }

    private void end() {
      place++
      if (dies()) {
        rollback()
        return
      }
      commit()
      events.add(new Stored(id, name, commits))
      handOver(handed)
    }
  }

  /** Ends the run for good. */
  private class Exit extends Actor {
    final boolean wanted

    Exit(boolean wanted) {
      this.wanted = wanted
    }

    @Override
    void step() {
      if (place == 0) {
        lock()
      } else if (place == 1) {
        boolean live = world.cancel()
        commit()
        cancelled |= live
        place++
      }
    }
  }

  /** Claims, advances, and commits one segment at a time; may pause anywhere. */
  private class Worker extends Actor {
    Grip grip
    private Entry next
    private List<Grip> handed = []

    void take(Grip taken) {
      grip = taken
      place = 0
      handed = []
    }

    @Override
    void step() {
      if (grip == null) {
        Grip taken = world.claim(now, now + LEASE)
        if (taken != null) {
          take(taken)
        }
      } else if (dies()) {
        die()
      } else if (place == 0) {
        waiting()
      } else if (place == 1) {
        lock()
      } else if (place == 2) {
        fence()
      } else if (place == 3) {
        save()
      } else {
        commitSegment()
      }
    }

    private void waiting() {
      int choice = random.nextInt(8)
      if (choice == 0) {
        world.renew(grip, now + LEASE)
      } else if (choice == 1 && deaths > 0) {
        deaths--
        world.release(grip)
        grip = null
      } else {
        advance()
      }
    }

    private void die() {
      if (holder.is(this)) {
        rollback()
      }
      grip = null
    }

    private void advance() {
      List<Entry> journal = world.committedJournal()
      if (journal.size() != grip.segment()) {
        grip = null
        return
      }
      int segment = grip.segment()
      long cursor = grip.cause()
      if (segment == 0) {
        cursor = idOf(base, 0) - 1
      } else if (cursor == 0) {
        cursor = lastOf(journal.last().deadline())
      }
      next = segment < waits.length
          ? new Entry(segment, grip.cause(), cursor, waits[segment], grip.now() + timeouts[segment])
          : new Entry(segment, grip.cause(), cursor, 0, 0)
      place++
    }

    private void fence() {
      boolean goesOn = next.awaits() != 0 && next.deadline() <= now
      boolean passed = next.awaits() == 0
          ? world.finish(grip)
          : world.park(grip, next.deadline(), next.awaits(), goesOn, now + LEASE)
      if (passed) {
        if (goesOn) {
          handed << new Grip(grip.epoch() + 1, 0, grip.segment() + 1, now)
        }
        place++
      } else {
        rollback()
        grip = null
      }
    }

    private void save() {
      world.append(next)
      if (next.awaits() != 0) {
        long event = world.firstEvent(next.cursor(), next.awaits(), lastOf(next.deadline()))
        if (event != 0) {
          Grip woken = world.wake(event, now, now + LEASE, random.nextBoolean())
          if (woken != null) {
            handed << woken
          }
        }
      }
      place++
    }

    private void commitSegment() {
      commit()
      committed << commits
      grip = null
      handed.each { handOver(it) }
      handed = []
    }
  }
}
