package dev.sojourn.hatchet.conformance

import spock.lang.Requires

@Requires(value = { EngineUnderTest.realThere }, reason = 'no engine is named: HATCHET_CLIENT_TOKEN is not set')
class RealDurableWireSpec extends DurableWireContractSpec {
  @Override
  EngineUnderTest engineUnderTest() {
    EngineUnderTest.real()
  }
}
