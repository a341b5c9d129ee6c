package dev.sojourn.hatchet;

import java.time.Duration;

/**
 * Limits of the calls to the engine.
 *
 * @param connectTimeout how long the first connection is tried while the engine is not reached,
 *     default 30 s
 * @param maxReceiveBytes longest message taken from the engine, default 4 194 304
 * @param maxSendBytes longest message sent, default 4 194 304, which is the engine's own default
 * @param compress whether requests are compressed with gzip, default false
 * @param retry whether calls that failed in passing are repeated where that cannot do harm, default
 *     true
 * @param minimumEngine oldest engine that is accepted, default v0.104.7; before it a scoped event
 *     could wake the wait of another scope
 */
public record CallConfig(
    Duration connectTimeout,
    int maxReceiveBytes,
    int maxSendBytes,
    boolean compress,
    boolean retry,
    EngineVersion minimumEngine) {

  /** The defaults. */
  public static CallConfig defaults() {
    int fourMebibytes = 4 * 1024 * 1024;
    return new CallConfig(
        Duration.ofSeconds(30), fourMebibytes, fourMebibytes, false, true, EngineVersion.MINIMUM);
  }

  /** The same with another limit of the first connection. */
  public CallConfig withConnectTimeout(Duration timeout) {
    return new CallConfig(timeout, maxReceiveBytes, maxSendBytes, compress, retry, minimumEngine);
  }

  /** The same with another oldest engine. */
  public CallConfig withMinimumEngine(EngineVersion version) {
    return new CallConfig(connectTimeout, maxReceiveBytes, maxSendBytes, compress, retry, version);
  }
}
