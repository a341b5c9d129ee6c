package dev.sojourn.core.draw

import spock.lang.Specification

/** The golden values of the reference contract, sections 2.3 and 2.6. */
class DrawsSpec extends Specification {
  def "#contact falls into bucket #bucket of the test 'subject' of 'welcome', which is arm #arm of #arms"() {
    expect:
    Draws.variant('welcome', 'subject', contact) == bucket
    Draws.arm(bucket, arms) == arm

    where:
    contact | arms || bucket | arm
    'u1'    | 1    || 6922   | 0
    'u1'    | 2    || 6922   | 1
    'u1'    | 3    || 6922   | 2
    'u1'    | 4    || 6922   | 2
    'u2'    | 2    || 7694   | 1
    'u2'    | 4    || 7694   | 3
  }

  def "'u1' falls into bucket #bucket of the holdout of 'welcome' by the salt '#salt'"() {
    expect:
    Draws.holdout(salt, 'welcome', 'u1') == bucket

    where:
    salt      || bucket
    'welcome' || 2322
    's2'      || 2159
  }

  def "bucket #bucket is arm #arm of #arms"() {
    expect:
    Draws.arm(bucket, arms) == arm

    where:
    bucket | arms || arm
    0      | 2    || 0
    4999   | 2    || 0
    5000   | 2    || 1
    3332   | 3    || 0
    3333   | 3    || 1
    6666   | 3    || 1
    6667   | 3    || 2
    9999   | 3    || 2
    9999   | 7    || 6
  }

  def "arms are of equal size"() {
    when:
    def sizes = (0..9999).countBy { Draws.arm(it, 4) }

    then:
    sizes == [0: 2500, 1: 2500, 2: 2500, 3: 2500]
  }
}
