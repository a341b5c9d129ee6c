package dev.sojourn.bench;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The requests a load consists of. */
final class Events {
  /** Which event, from whom. */
  enum Kind {
    /** A known person, an event that triggers nothing, with an idempotency key. */
    KNOWN,
    /** A person never seen before, an event that enrols. */
    NEW,
    /** As known ones, many in one request to the batch route. */
    BATCH;

    /** How many events a request carries. */
    int events() {
      return this == BATCH ? 100 : 1;
    }
  }

  private static final AtomicLong COUNTER = new AtomicLong();

  private final LoadGenerator.Load load;
  private final String head;
  private final String run = Long.toHexString(System.nanoTime());

  Events(LoadGenerator.Load load) {
    this.load = load;
    this.head =
        "POST /v1/events"
            + (load.kind() == Kind.BATCH ? "/batch" : "")
            + " HTTP/1.1\r\nHost: "
            + load.host()
            + "\r\nAuthorization: Bearer "
            + load.key()
            + "\r\nContent-Type: application/json\r\n";
  }

  /** The bytes of the next request. */
  Buffer next() {
    if (load.kind() == Kind.BATCH) {
      StringBuilder events = new StringBuilder("{\"events\":[");
      for (int i = 0; i < load.kind().events(); i++) {
        events.append(i == 0 ? "" : ",").append(event("bench.viewed", known(), uuid()));
      }
      return request("", events.append("]}").toString());
    }
    return load.kind() == Kind.KNOWN
        ? request("Idempotency-Key: " + uuid() + "\r\n", event("bench.viewed", known(), null))
        : request("", event("bench.entered", "n" + run + "-" + COUNTER.incrementAndGet(), null));
  }

  private Buffer request(String header, String body) {
    return Buffer.buffer(head + header + "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private String known() {
    return "u" + ThreadLocalRandom.current().nextInt(load.people());
  }

  private static String uuid() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static String event(String name, String person, @Nullable String key) {
    return "{\"name\":\""
        + name
        + "\",\"userId\":\""
        + person
        + (key == null ? "" : "\",\"idempotencyKey\":\"" + key)
        + "\",\"eventProperties\":{\"plan\":\"pro\",\"seats\":12,\"page\":\"/pricing/teams\",\"source\":\"search\"}}";
  }
}
