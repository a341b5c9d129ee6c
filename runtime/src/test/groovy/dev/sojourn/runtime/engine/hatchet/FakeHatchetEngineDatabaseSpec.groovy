package dev.sojourn.runtime.engine.hatchet

import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.runtime.engine.Engine
import dev.sojourn.runtime.engine.EngineContractSpec
import dev.sojourn.runtime.engine.MovableClock
import dev.sojourn.runtime.engine.NewRun
import spock.lang.AutoCleanup

class FakeHatchetEngineDatabaseSpec extends EngineContractSpec {
  @AutoCleanup FakeHatchet hatchet = FakeHatchet.open()
  private final OnHatchet there = new OnHatchet(this)

  @Override
  protected Engine newEngine(MovableClock clock) {
    there.engine(hatchet.environment(), clock)
  }

  @Override
  protected void takeAway(NewRun run) {
    hatchet.reassign(there.runOf(run))
  }
}
