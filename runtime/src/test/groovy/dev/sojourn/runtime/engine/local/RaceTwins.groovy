package dev.sojourn.runtime.engine.local

import groovy.transform.CompileStatic

/** The model and the database side by side: every answer must be the same. */
@CompileStatic
class RaceTwins implements RaceWorld {
  private final RaceWorld model
  private final RaceWorld real

  RaceTwins(RaceWorld model, RaceWorld real) {
    this.model = model
    this.real = real
  }

  @Override
  RaceWorld.Grip claim(long now, long lease) {
    same 'claim', model.claim(now, lease), real.claim(now, lease)
  }

  @Override
  void renew(RaceWorld.Grip grip, long lease) {
    model.renew(grip, lease)
    real.renew(grip, lease)
    committedRow()
  }

  @Override
  void release(RaceWorld.Grip grip) {
    model.release(grip)
    real.release(grip)
    committedRow()
  }

  @Override
  RaceWorld.State committedRow() {
    same 'row', model.committedRow(), real.committedRow()
  }

  @Override
  List<RaceWorld.Entry> committedJournal() {
    same 'journal', model.committedJournal(), real.committedJournal()
  }

  @Override
  void lock() {
    model.lock()
    real.lock()
  }

  @Override
  RaceWorld.State row() {
    same 'row in the transaction', model.row(), real.row()
  }

  @Override
  void storeEvent(long id, int name) {
    model.storeEvent(id, name)
    real.storeEvent(id, name)
  }

  @Override
  RaceWorld.Grip wake(long cause, long now, long lease, boolean here) {
    same 'wake', model.wake(cause, now, lease, here), real.wake(cause, now, lease, here)
  }

  @Override
  boolean park(RaceWorld.Grip grip, long due, int wait, boolean goesOn, long lease) {
    same 'park', model.park(grip, due, wait, goesOn, lease), real.park(grip, due, wait, goesOn, lease)
  }

  @Override
  boolean finish(RaceWorld.Grip grip) {
    same 'finish', model.finish(grip), real.finish(grip)
  }

  @Override
  void append(RaceWorld.Entry entry) {
    model.append(entry)
    real.append(entry)
  }

  @Override
  long firstEvent(long after, int name, long until) {
    same 'first event', model.firstEvent(after, name, until), real.firstEvent(after, name, until)
  }

  @Override
  boolean cancel() {
    same 'cancel', model.cancel(), real.cancel()
  }

  @Override
  void commit() {
    model.commit()
    real.commit()
    committedRow()
  }

  @Override
  void rollback() {
    model.rollback()
    real.rollback()
    committedRow()
  }

  private static <T> T same(String what, T expected, T actual) {
    assert expected == actual: "$what: the model says '$expected', the database '$actual'"
    expected
  }
}
