package dev.sojourn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A mail API that keeps what it was asked: which mails, and under which idempotency keys. A second
 * request under one key is a repeat, which such an API answers without sending.
 */
final class MailBook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Map<Mail, Set<String>> keys = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong();
  private final Consumer<Mail> first;

  /** One of the mails that a person gets. */
  record Mail(String to, int number, String word) {}

  private MailBook(HttpServer server, Consumer<Mail> first) {
    this.server = server;
    this.first = first;
  }

  /**
   * Listens on a free port.
   *
   * @param first hears of each mail when it comes for the first time
   */
  static MailBook open(Consumer<Mail> first) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    MailBook book = new MailBook(server, first);
    server.setExecutor(book.threads);
    server.createContext("/", book::take);
    server.start();
    return book;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many different mails came. */
  int mails() {
    return keys.size();
  }

  /** How many requests repeated another's key. */
  long repeats() {
    return asked.get() - keysInAll();
  }

  /** How many mails came under a further key, or to somebody who had that number already. */
  long doubles() {
    long anew = keysInAll() - keys.size();
    long otherWords = keys.size() - keys.keySet().stream().map(MailBook::place).distinct().count();
    return anew + otherWords;
  }

  /** How many people's mails do not say one word. */
  long changedWords() {
    Map<String, Set<String>> words = new ConcurrentHashMap<>();
    keys.keySet()
        .forEach(
            mail ->
                words
                    .computeIfAbsent(mail.to(), nobody -> ConcurrentHashMap.newKeySet())
                    .add(mail.word()));
    return words.values().stream().filter(all -> all.size() > 1).count();
  }

  private long keysInAll() {
    return keys.values().stream().mapToLong(Set::size).sum();
  }

  private static String place(Mail mail) {
    return mail.number() + " " + mail.to();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      JsonNode to = body.path("to");
      String[] subject = body.path("subject").asText().split(" ", 2);
      Mail mail =
          new Mail(
              to.isArray() ? to.path(0).asText() : to.asText(),
              Integer.parseInt(subject[0]),
              subject[1]);
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      asked.incrementAndGet();
      Set<String> known = keys.computeIfAbsent(mail, fresh -> ConcurrentHashMap.newKeySet());
      boolean isFirst = known.isEmpty();
      known.add(key);
      byte[] answer = ("{\"id\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      if (isFirst) {
        first.accept(mail);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
