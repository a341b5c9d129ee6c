package dev.sojourn.runtime.engine.local

import java.time.Duration
import spock.lang.Specification

class LocalEngineConfigSpec extends Specification {
  def "the defaults are the measured ones"() {
    expect:
    with(LocalEngineConfig.ofDefaults()) {
      commitLanes() == 2
      claimBatch() == 512
      maxInWork() == 4096
      lease() == Duration.ofSeconds(15)
      sweep() == Duration.ofSeconds(30)
      level() == 1
    }
  }

  def "a setting below one is refused by its name"() {
    when:
    new LocalEngineConfig(2, 512, 0, Duration.ofSeconds(15), Duration.ofSeconds(30), 1)

    then:
    def e = thrown(IllegalArgumentException)
    e.message == "engine setting 'maxInWork' is '0'; it must be at least 1"
  }
}
