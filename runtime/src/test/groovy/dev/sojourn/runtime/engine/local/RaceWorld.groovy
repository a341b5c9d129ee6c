package dev.sojourn.runtime.engine.local

import groovy.transform.CompileStatic

/**
 * One run, the events of its contact, and the statements that touch them. Time is a tick; ids hold
 * their tick. Zero stands for null. One transaction is open at a time: the contact lock sees to it.
 */
@CompileStatic
interface RaceWorld {
  /** The run's row. */
  record State(long due, long lease, int epoch, int awaits, long cause, int attempts, int segment) {}

  /** A run in some worker's hands. */
  record Grip(int epoch, long cause, int segment, long now) {}

  /** What a segment wrote: how the wait before it ended, and the wait it opened; none at the end. */
  record Entry(int segment, long endedBy, long cursor, int awaits, long deadline) {}

  static final long NEVER = Long.MAX_VALUE

  // by themselves, without the contact lock
  Grip claim(long now, long lease)
  void renew(Grip grip, long lease)
  void release(Grip grip)
  State committedRow()
  List<Entry> committedJournal()

  // in the open transaction
  void lock()
  State row()
  void storeEvent(long id, int name)
  Grip wake(long cause, long now, long lease, boolean here)
  boolean park(Grip grip, long due, int wait, boolean goesOn, long lease)
  boolean finish(Grip grip)
  void append(Entry entry)
  long firstEvent(long after, int name, long until)
  boolean cancel()
  void commit()
  void rollback()
}
