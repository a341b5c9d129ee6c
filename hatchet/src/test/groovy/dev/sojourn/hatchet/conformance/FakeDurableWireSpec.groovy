package dev.sojourn.hatchet.conformance

class FakeDurableWireSpec extends DurableWireContractSpec {
  @Override
  EngineUnderTest engineUnderTest() {
    EngineUnderTest.fake()
  }
}
