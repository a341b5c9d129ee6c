package dev.sojourn.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes webhooks on any path at once, but for those below {@code /hang}, which it never answers.
 * What it took since it was asked last, it says at {@code /taken}: how many, and how long after
 * their timestamps half of them and all but a hundredth were there, in ms.
 */
final class WebhookSink {
  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");
  private static final int MOST = 1 << 20;

  private final int[] lateMs = new int[MOST];
  private int taken;

  private WebhookSink() {}

  /** Takes a port; says {@code ready} once it listens. */
  public static void main(String[] arguments) throws Exception {
    WebhookSink sink = new WebhookSink();
    Vertx vertx = Vertx.vertx();
    vertx
        .createHttpServer()
        .requestHandler(sink::take)
        .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
        .await();
    System.out.print("ready");
    System.out.flush();
  }

  private void take(HttpServerRequest request) {
    String path = request.path();
    if (path.equals("/taken")) {
      request.response().end(said());
    } else if (!path.startsWith("/hang")) {
      request
          .body()
          .onSuccess(
              body -> {
                note(timestamp(body.toString()));
                request.response().setStatusCode(204).end();
              });
    }
  }

  private static @Nullable Instant timestamp(String body) {
    var found = TIMESTAMP.matcher(body);
    return found.find() ? Instant.parse(found.group(1)) : null;
  }

  private void note(@Nullable Instant at) {
    if (at != null && taken < MOST) {
      lateMs[taken++] = (int) (System.currentTimeMillis() - at.toEpochMilli());
    }
  }

  private String said() {
    int count = taken;
    taken = 0;
    int[] sorted = Arrays.copyOf(lateMs, count);
    Arrays.sort(sorted);
    return count == 0
        ? "0 0 0"
        : count + " " + sorted[count / 2] + " " + sorted[Math.min(count - 1, count * 99 / 100)];
  }
}
