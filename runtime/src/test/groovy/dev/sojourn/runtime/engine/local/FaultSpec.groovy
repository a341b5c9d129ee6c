package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.database.CommitUnknown
import dev.sojourn.runtime.database.DatabaseGone
import io.vertx.core.VertxException
import io.vertx.pgclient.PgException
import java.util.concurrent.TimeoutException
import spock.lang.Specification

class FaultSpec extends Specification {
  def "SQLSTATE #state means #fault"() {
    expect:
    Fault.of(new PgException('refused', 'ERROR', state, 'detail')) == fault
    Fault.of(new RuntimeException(new PgException('refused', 'ERROR', state, 'detail'))) == fault

    where:
    state   || fault
    '23505' || Fault.SEGMENT
    '22021' || Fault.SEGMENT
    '42703' || Fault.PROGRAM
    'P0001' || Fault.PROGRAM
    '21000' || Fault.PROGRAM
    '40P01' || Fault.PASSING
    '40001' || Fault.PASSING
    '53200' || Fault.SIZE
    '53300' || Fault.PASSING
    '57P01' || Fault.PASSING
    '55P03' || Fault.PASSING
  }

  def "what may pass later says nothing about a run: #why.message"() {
    expect:
    Fault.of(why).passing == passing

    where:
    why                                                         || passing
    new DatabaseGone('away', null)                              || true
    new RuntimeException(new DatabaseGone('away', null))        || true
    new CommitUnknown(new IOException('reset'))                 || true
    new VertxException('Timeout waiting for connection', true)  || true
    new TimeoutException('no answer in 5 s')                    || true
    new PgException('out of memory', 'ERROR', '53200', '')      || true
    new PgException('too many connections', 'FATAL', '53300', '') || true
    new PgException('a duplicate', 'ERROR', '23505', '')        || false
    new IllegalStateException('no such label')                  || false
  }

  def "a lost answer to a commit is never tried again"() {
    expect:
    Fault.of(new CommitUnknown(new IOException('reset'))) == Fault.UNANSWERED
  }

  def "a database that is gone is tried again, our own mistakes are not"() {
    expect:
    Fault.of(new DatabaseGone('away', null)) == Fault.PASSING
    Fault.of(new IOException('reset')) == Fault.PASSING
    Fault.of(new NullPointerException()) == Fault.PROGRAM
    Fault.of(new IllegalStateException('no such label')) == Fault.PROGRAM
  }
}
