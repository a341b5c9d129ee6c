package dev.sojourn.hatchet.conformance

class FakeRunWireSpec extends RunWireContractSpec {
  @Override
  EngineUnderTest engineUnderTest() {
    EngineUnderTest.fake()
  }
}
