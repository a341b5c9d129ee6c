package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.engine.local.RaceWorld.Entry
import dev.sojourn.runtime.engine.local.RaceWorld.Grip
import dev.sojourn.runtime.engine.local.RaceWorld.State
import groovy.transform.CompileStatic

/**
 * The protocol of a run's row as pure transitions, each the mirror of one statement; and READ
 * COMMITTED around them: what a transaction wrote is seen by nobody else before its commit, and a
 * row it wrote is stepped over by claims.
 */
@CompileStatic
class RaceModel implements RaceWorld {
  private State stored
  private final List<Entry> journal = []
  private final List<long[]> events = []

  private State written
  private boolean wrote
  private final List<Entry> newEntries = []
  private final List<long[]> newEvents = []

  RaceModel(long due) {
    stored = new State(due, 0, 0, 0, 0, 0, 0)
  }

  static boolean claimable(State row, long now) {
    row != null && row.due() <= now && (row.lease() == 0 || row.lease() < now)
  }

  static State claimed(State row, long lease) {
    new State(row.due(), lease, row.epoch() + 1, row.awaits(), row.cause(), row.attempts() + 1, row.segment())
  }

  static State leased(State row, long lease, int attempts) {
    new State(row.due(), lease, row.epoch(), row.awaits(), row.cause(), attempts, row.segment())
  }

  static State woken(State row, long cause, long now, long lease, boolean here) {
    new State(now, here ? lease : 0, row.epoch() + 1, 0, cause, here ? 1 : 0, row.segment())
  }

  static State parked(State row, long due, int wait, boolean goesOn, long lease) {
    new State(goesOn && wait == 0 ? row.due() : due, goesOn ? lease : 0, row.epoch() + 1, wait, 0,
        goesOn ? 1 : 0, row.segment() + 1)
  }

  @Override
  Grip claim(long now, long lease) {
    if (wrote || !claimable(stored, now)) {
      return null
    }
    stored = claimed(stored, lease)
    grip(stored, now)
  }

  @Override
  void renew(Grip grip, long lease) {
    if (!wrote && fits(stored, grip)) {
      stored = leased(stored, lease, stored.attempts())
    }
  }

  @Override
  void release(Grip grip) {
    if (!wrote && fits(stored, grip)) {
      stored = leased(stored, 0, Math.max(stored.attempts() - 1, 0))
    }
  }

  @Override
  State committedRow() {
    stored
  }

  @Override
  List<Entry> committedJournal() {
    journal
  }

  @Override
  void lock() {
    assert !wrote && newEntries.empty && newEvents.empty
  }

  @Override
  State row() {
    wrote ? written : stored
  }

  @Override
  void storeEvent(long id, int name) {
    newEvents << ([id, name as long] as long[])
  }

  @Override
  Grip wake(long cause, long now, long lease, boolean here) {
    State row = row()
    if (row == null || row.cause() != 0 || row.segment() == 0) {
      return null
    }
    write(woken(row, cause, now, lease, here))
    here ? grip(written, now) : null
  }

  @Override
  boolean park(Grip grip, long due, int wait, boolean goesOn, long lease) {
    State row = row()
    boolean passed = fits(row, grip)
    if (passed) {
      write(parked(row, due, wait, goesOn, lease))
    }
    passed
  }

  @Override
  boolean finish(Grip grip) {
    boolean passed = fits(row(), grip)
    if (passed) {
      write(null)
    }
    passed
  }

  @Override
  void append(Entry entry) {
    for (Entry other : journal) {
      assert other.segment() != entry.segment(): "segment ${entry.segment()} was committed twice"
    }
    newEntries << entry
  }

  @Override
  long firstEvent(long after, int name, long until) {
    long first = 0
    for (long[] event : events) {
      if (event[0] > after && event[0] <= until && event[1] == name && (first == 0 || event[0] < first)) {
        first = event[0]
      }
    }
    first
  }

  @Override
  boolean cancel() {
    boolean live = row() != null
    if (live) {
      write(null)
    }
    live
  }

  @Override
  void commit() {
    if (wrote) {
      stored = written
    }
    journal.addAll(newEntries)
    events.addAll(newEvents)
    rollback()
  }

  @Override
  void rollback() {
    wrote = false
    written = null
    newEntries.clear()
    newEvents.clear()
  }

  private void write(State row) {
    written = row
    wrote = true
  }

  private static boolean fits(State row, Grip grip) {
    row != null && row.epoch() == grip.epoch()
  }

  private static Grip grip(State row, long now) {
    new Grip(row.epoch(), row.cause(), row.segment(), now)
  }
}
