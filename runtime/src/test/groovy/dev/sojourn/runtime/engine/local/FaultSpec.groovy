package dev.sojourn.runtime.engine.local

import dev.sojourn.runtime.database.CommitUnknown
import dev.sojourn.runtime.database.DatabaseGone
import io.vertx.pgclient.PgException
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
    '53200' || Fault.PASSING
    '57P01' || Fault.PASSING
    '55P03' || Fault.PASSING
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
