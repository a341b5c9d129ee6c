package dev.sojourn.hatchet.conformance

import dev.sojourn.hatchet.EngineVersion
import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.hatchet.fake.WireClient
import dev.sojourn.hatchet.wire.GetVersionRequest
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/**
 * The engine that a feature runs against: the fake, whose time the feature moves, or a real one, for whose time it waits.
 * Names are made unique, since a real engine remembers.
 */
abstract class EngineUnderTest implements AutoCloseable {
  private static final String RUN = Long.toString(System.currentTimeMillis(), 36)
  private static int named

  /** What it is called in reports. */
  String label

  /** The variables by which clients find it. */
  abstract Map<String, String> environment()

  /** Lets the time pass, and the workers do what falls due in it. */
  abstract void pass(Duration time)

  /** Lets the time pass, whatever the workers do. */
  abstract void skip(Duration time)

  /** Its time, as far as a client can know it. */
  Instant now() {
    Instant.now()
  }

  /** Whether {@link #restart} can be asked of it. */
  boolean isRestartable() {
    false
  }

  /** Ends the engine's process and starts another on the same state. */
  void restart() {
    throw new UnsupportedOperationException("$label cannot be restarted by a test")
  }

  /** The fake behind it, or null. */
  FakeHatchet getFake() {
    null
  }

  String getHostPort() {
    environment().HATCHET_CLIENT_HOST_PORT
  }

  String getToken() {
    environment().HATCHET_CLIENT_TOKEN
  }

  String getServerUrl() {
    environment().HATCHET_CLIENT_SERVER_URL ?: environment().HATCHET_CLIENT_API_URL
  }

  /** A name that no other feature has. */
  String unique(String name) {
    "$name-$RUN-${named++}"
  }

  /** The release that the engine says it is of. */
  EngineVersion version() {
    client().withCloseable {
      EngineVersion.parse(it.dispatcher.getVersion(GetVersionRequest.defaultInstance).version)
    }
  }

  WireClient client() {
    new WireClient(hostPort, token)
  }

  @Override
  String toString() {
    label
  }

  /** The fake, fresh. */
  static EngineUnderTest fake() {
    new FakeEngineUnderTest()
  }

  /** The engine that the environment names, or null where it names none. */
  static EngineUnderTest real() {
    isRealThere() ? new RealEngineUnderTest() : null
  }

  static boolean isRealThere() {
    System.getenv('HATCHET_CLIENT_TOKEN') as boolean
  }

  private static final class FakeEngineUnderTest extends EngineUnderTest {
    final FakeHatchet fake = FakeHatchet.open()

    FakeEngineUnderTest() {
      label = 'the fake'
    }

    @Override
    Map<String, String> environment() {
      fake.environment()
    }

    @Override
    void pass(Duration time) {
      fake.pass(time)
    }

    @Override
    void skip(Duration time) {
      fake.move(time)
    }

    @Override
    boolean isRestartable() {
      true
    }

    @Override
    void restart() {
      fake.restart()
    }

    @Override
    Instant now() {
      fake.clock().instant()
    }

    @Override
    void close() {
      fake.close()
    }
  }

  static class RealEngineUnderTest extends EngineUnderTest {
    RealEngineUnderTest() {
      label = 'a real engine'
    }

    @Override
    Map<String, String> environment() {
      System.getenv().findAll { it.key.startsWith('HATCHET_CLIENT_') }
    }

    @Override
    void pass(Duration time) {
      new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)
    }

    @Override
    void skip(Duration time) {
      pass(time)
    }

    @Override
    void close() {
      // It is not ours.
    }
  }
}
