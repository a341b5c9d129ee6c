package dev.sojourn.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A client that does nothing but hand the same mail to a {@link MailSink}, again and again. */
final class MailLimit {
  private static final String HTML = "<p>Hello, this is one mail of many.</p>".repeat(20);

  private MailLimit() {}

  /** Prints mails per second; takes {@code smtp} or {@code http}, a port, a width and a count. */
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[1]);
    int width = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    Supplier<Future<?>> send =
        arguments[0].equals("smtp") ? smtp(port, width) : http(Vertx.vertx(), port, width);
    run(send, width, count / 4);
    long begin = System.nanoTime();
    run(send, width, count);
    System.out.printf("%.0f%n", count / ((System.nanoTime() - begin) / 1e9));
    System.exit(0);
  }

  /** Two turns for a mail, as few as SMTP allows a client that knows nothing of pipelining. */
  private static Supplier<Future<?>> smtp(int port, int width) {
    BlockingQueue<Dialogue> idle = new ArrayBlockingQueue<>(width);
    ExecutorService threads = Executors.newFixedThreadPool(width);
    for (int i = 0; i < width; i++) {
      idle.add(Dialogue.with(port));
    }
    return () ->
        Future.fromCompletionStage(
            CompletableFuture.runAsync(
                () -> {
                  Dialogue one = idle.remove();
                  one.send();
                  idle.add(one);
                },
                threads));
  }

  /** One connection over which the same mail goes again and again. */
  private record Dialogue(InputStream in, OutputStream out) {
    private static final byte[] ENVELOPE =
        "MAIL FROM:<bench@example.com>\r\nRCPT TO:<sink@example.com>\r\nDATA\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAIL =
        ("Subject: One of many\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"
                + HTML
                + "\r\n.\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    static Dialogue with(int port) {
      try {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        Dialogue made =
            new Dialogue(
                new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        made.hear(1);
        made.out.write("HELO bench\r\n".getBytes(StandardCharsets.US_ASCII));
        made.hear(1);
        return made;
      } catch (IOException failed) {
        throw new UncheckedIOException("the sink takes no connection", failed);
      }
    }

    void send() {
      try {
        out.write(ENVELOPE);
        hear(3);
        out.write(MAIL);
        hear(1);
      } catch (IOException failed) {
        throw new UncheckedIOException("the sink did not take a mail", failed);
      }
    }

    private void hear(int lines) throws IOException {
      for (int left = lines; left > 0; ) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException("the sink hung up");
        }
        left -= next == '\n' ? 1 : 0;
      }
    }
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
