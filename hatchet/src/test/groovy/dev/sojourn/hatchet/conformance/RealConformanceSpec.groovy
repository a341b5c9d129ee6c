package dev.sojourn.hatchet.conformance

import spock.lang.Requires

@Requires(value = { EngineUnderTest.realThere }, reason = 'no engine is named: HATCHET_CLIENT_TOKEN is not set')
class RealConformanceSpec extends ConformanceSpec {
  @Override
  EngineUnderTest engineUnderTest() {
    EngineUnderTest.real()
  }

  @Override
  int collisions() {
    200
  }
}
