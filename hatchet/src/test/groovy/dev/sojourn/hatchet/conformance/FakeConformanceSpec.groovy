package dev.sojourn.hatchet.conformance

class FakeConformanceSpec extends ConformanceSpec {
  @Override
  EngineUnderTest engineUnderTest() {
    EngineUnderTest.fake()
  }

  @Override
  int collisions() {
    1000
  }
}
