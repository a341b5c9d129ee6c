package dev.sojourn.hatchet.conformance

import dev.sojourn.hatchet.fake.WireClient
import dev.sojourn.hatchet.fake.WireFixture
import dev.sojourn.hatchet.wire.GetRunDetailsRequest
import dev.sojourn.hatchet.wire.GetRunDetailsResponse
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.util.concurrent.PollingConditions

/**
 * The facts of the wire that the SDK is built on, asked of the wire itself. What holds of the fake and not of a real
 * engine is a flaw of the fake.
 */
abstract class WireConformance extends WireFixture {
  @Shared
  @AutoCleanup
  EngineUnderTest engine = engineUnderTest()

  @Shared
  @AutoCleanup
  WireClient client = engine.client()

  abstract EngineUnderTest engineUnderTest()

  @Override
  WireClient client() {
    client
  }

  @Override
  protected String named(String workflow) {
    engine.unique(workflow)
  }

  GetRunDetailsResponse details(String runId) {
    client.admin.getRunDetails(GetRunDetailsRequest.newBuilder().setExternalId(runId).build())
  }

  /** Waits until the run is evicted, which its status does not tell. */
  boolean isEvicted(String runId) {
    new PollingConditions(timeout: 20, delay: 0.05).eventually {
      assert details(runId).isEvicted
    }
    true
  }

  /** Waits until the run has that status. */
  boolean becomes(String runId, String status, double seconds = 20) {
    new PollingConditions(timeout: seconds, delay: 0.05).eventually {
      assert details(runId).status.name() == status
    }
    true
  }
}
