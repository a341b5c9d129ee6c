package dev.sojourn.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A client that does nothing but hand the same mail to a {@link MailSink}, again and again. */
final class MailLimit {
  private static final String HTML = "<p>Hello, this is one mail of many.</p>".repeat(20);

  private MailLimit() {}

  /** Prints mails per second; takes {@code smtp} or {@code http}, a port, a width and a count. */
  public static void main(String[] arguments) throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    int port = Integer.parseInt(arguments[1]);
    int width = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    Supplier<Future<?>> send =
        arguments[0].equals("smtp") ? smtp(vertx, port, width) : http(vertx, port, width);
    run(send, width, count / 4);
    long begin = System.nanoTime();
    run(send, width, count);
    System.out.printf("%.0f%n", count / ((System.nanoTime() - begin) / 1e9));
    System.exit(0);
  }

  private static Supplier<Future<?>> smtp(Vertx vertx, int port, int width) {
    MailClient client =
        MailClient.create(
            vertx, new MailConfig("127.0.0.1", port).setMaxPoolSize(width).setKeepAlive(true));
    MailMessage mail =
        new MailMessage("bench@example.com", "sink@example.com", "One of many", "Hello")
            .setHtml(HTML);
    return () -> client.sendMail(mail);
  }

  private static Supplier<Future<?>> http(Vertx vertx, int port, int width) {
    HttpClient client =
        vertx.httpClientBuilder().with(new PoolOptions().setHttp1MaxSize(width)).build();
    Buffer body = Buffer.buffer("{\"to\":\"sink@example.com\",\"html\":\"" + HTML + "\"}");
    return () ->
        client
            .request(HttpMethod.POST, port, "127.0.0.1", "/emails")
            .compose(request -> request.send(body))
            .compose(HttpClientResponse::body);
  }

  private static void run(Supplier<Future<?>> send, int width, int count)
      throws InterruptedException {
    AtomicInteger left = new AtomicInteger(count);
    CountDownLatch done = new CountDownLatch(count);
    for (int i = 0; i < width; i++) {
      next(send, left, done);
    }
    done.await();
  }

  private static void next(Supplier<Future<?>> send, AtomicInteger left, CountDownLatch done) {
    if (left.getAndDecrement() > 0) {
      send.get()
          .onComplete(
              sent -> {
                done.countDown();
                next(send, left, done);
              });
    }
  }
}
