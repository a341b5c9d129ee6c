package dev.sojourn.runtime.engine.hatchet

import dev.sojourn.runtime.engine.Engine
import dev.sojourn.runtime.engine.EngineContractSpec
import dev.sojourn.runtime.engine.MovableClock
import spock.lang.Requires

/** Runs where {@code HATCHET_CLIENT_TOKEN} names a real engine; each feature in a namespace of its own. */
@Requires({ System.getenv('HATCHET_CLIENT_TOKEN') })
class RealHatchetEngineDatabaseSpec extends EngineContractSpec {
  private final String namespace = 's' + Long.toString(System.nanoTime(), 36)
  private final OnHatchet there = new OnHatchet(this).tap { hasty = false }

  @Override
  protected Engine newEngine(MovableClock clock) {
    def environment = System.getenv().findAll { it.key.startsWith('HATCHET_CLIENT_') }
    there.engine(environment + [HATCHET_CLIENT_NAMESPACE: namespace], clock)
  }

  @Override
  boolean getTakesAway() {
    false
  }
}
