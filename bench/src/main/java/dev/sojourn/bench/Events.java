package dev.sojourn.bench;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The requests a load consists of. */
final class Events {
  /** Which event, from whom. */
  enum Kind {
    /** A known person, an event that triggers nothing, with an idempotency key. */
    KNOWN,
    /** A person never seen before, an event that enrols. */
    NEW
  }

  private static final AtomicLong COUNTER = new AtomicLong();

  private final LoadGenerator.Load load;
  private final String head;
  private final String run = Long.toHexString(System.nanoTime());

  Events(LoadGenerator.Load load) {
    this.load = load;
    this.head =
        "POST /v1/events HTTP/1.1\r\nHost: "
            + load.host()
            + "\r\nAuthorization: Bearer "
            + load.key()
            + "\r\nContent-Type: application/json\r\n";
  }

  /** The bytes of the next request. */
  Buffer next() {
    String key = "";
    String person;
    String name;
    if (load.kind() == Kind.KNOWN) {
      person = "u" + ThreadLocalRandom.current().nextInt(load.people());
      name = "bench.viewed";
      key =
          "Idempotency-Key: "
              + new UUID(
                  ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong())
              + "\r\n";
    } else {
      person = "n" + run + "-" + COUNTER.incrementAndGet();
      name = "bench.entered";
    }
    String body =
        "{\"name\":\""
            + name
            + "\",\"userId\":\""
            + person
            + "\",\"eventProperties\":{\"plan\":\"pro\",\"seats\":12,\"page\":\"/pricing/teams\",\"source\":\"search\"}}";
    return Buffer.buffer(head + key + "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }
}
