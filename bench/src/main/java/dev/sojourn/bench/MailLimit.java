package dev.sojourn.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
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

  private static Supplier<Future<?>> smtp(int port, int width) {
    BlockingQueue<Transport> idle = new ArrayBlockingQueue<>(width);
    ExecutorService threads = Executors.newFixedThreadPool(width);
    Session session = Session.getInstance(new Properties());
    for (int i = 0; i < width; i++) {
      idle.add(connected(session, port));
    }
    MimeMessage mail = mail(session);
    return () ->
        Future.fromCompletionStage(
            CompletableFuture.runAsync(
                () -> {
                  Transport one = idle.remove();
                  send(one, mail);
                  idle.add(one);
                },
                threads));
  }

  private static Transport connected(Session session, int port) {
    try {
      Transport transport = session.getTransport("smtp");
      transport.connect("127.0.0.1", port, null, null);
      return transport;
    } catch (MessagingException failed) {
      throw new IllegalStateException("the sink takes no connection", failed);
    }
  }

  private static MimeMessage mail(Session session) {
    try {
      MimeMessage mail = new MimeMessage(session);
      mail.setFrom("bench@example.com");
      mail.setRecipients(Message.RecipientType.TO, "sink@example.com");
      mail.setSubject("One of many");
      mail.setText(HTML, "UTF-8", "html");
      mail.saveChanges();
      return mail;
    } catch (MessagingException failed) {
      throw new IllegalStateException("the mail cannot be made", failed);
    }
  }

  private static void send(Transport transport, MimeMessage mail) {
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException failed) {
      throw new IllegalStateException("the sink did not take a mail", failed);
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
