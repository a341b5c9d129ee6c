package dev.sojourn.runtime.http;

import dev.sojourn.runtime.telemetry.LogKey;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request, where {@code LOG_LEVEL} is {@code http} or {@code debug}. It names the
 * route and not the address, which may hold what is nobody else's.
 */
final class RequestLog {
  private static final Logger log = LoggerFactory.getLogger(LogKey.REQUESTS);

  private RequestLog() {}

  static void tell(String method, String route, int status, long startedNanos, String requestId) {
    if (log.isDebugEnabled()) {
      log.atDebug()
          .addKeyValue(LogKey.REQUEST.toString(), requestId)
          .log(
              "{} {} {} in {} ms",
              method,
              route,
              status,
              TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos));
    }
  }
}
