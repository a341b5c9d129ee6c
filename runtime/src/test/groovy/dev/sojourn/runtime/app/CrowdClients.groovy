package dev.sojourn.runtime.app

import com.fasterxml.jackson.databind.ObjectMapper
import groovy.transform.CompileStatic
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutionException
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.Future
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * Clients of several apis, one event or a hundred in a request. What is not answered, or refused for now, they send
 * again under the same key, elsewhere; and one in twenty requests though it was answered.
 */
@CompileStatic
class CrowdClients implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper()
  private static final int CLIENTS = 8
  private static final int SHARE = 20
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120)

  /** The event that each key was answered with. */
  final Map<String, String> eventIds = new ConcurrentHashMap<>()

  /** The keys of which an answer said that the event was stored now. */
  final Set<String> stored = ConcurrentHashMap.newKeySet()

  /** Answers that cannot be true together. */
  final Set<String> contradictions = ConcurrentHashMap.newKeySet()

  /** Requests that nobody answered, or that were refused for now. */
  final AtomicInteger failed = new AtomicInteger()

  /** Requests sent once more for no reason. */
  final AtomicInteger repeated = new AtomicInteger()

  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)
  private final CountDownLatch tick = new CountDownLatch(1)
  private final long seed

  CrowdClients(long seed) {
    this.seed = seed
  }

  /** Sends what each of the people does to these apis, that of a share one after the other or together. */
  Future<Void> send(List<ServiceProcess> apis, int people, String part, Closure<List<Map<String, Object>>> does) {
    def shares = (1..people).collate(SHARE)
    def next = new AtomicInteger()
    def clients = (1..CLIENTS).collect { int client ->
      threads.submit {
        def http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(1)).build()
        def random = new Random(seed + client)
        int place = next.getAndIncrement()
        while (place < shares.size()) {
          def events = shares[place].collectMany { int person -> keyed(person, part, does.call(person)) }
          if (place % 2) {
            send(http, apis, random, events)
          } else {
            events.each { send(http, apis, random, [it]) }
          }
          place = next.getAndIncrement()
        }
      }
    }
    threads.submit({ clients*.get() } as Runnable) as Future<Void>
  }

  private static List<Map<String, Object>> keyed(int person, String part, List<Map<String, Object>> events) {
    events.withIndex().collect { Map<String, Object> event, int place ->
      event + ([idempotencyKey: "$person-$part-$place".toString()] as Map<String, Object>)
    }
  }

  /** Sends until all is answered. */
  private void send(HttpClient http, List<ServiceProcess> apis, Random random, List<Map<String, Object>> events) {
    def until = System.nanoTime() + PATIENCE_NANOS
    while (!answered(http, apis[random.nextInt(apis.size())], events)) {
      failed.incrementAndGet()
      if (System.nanoTime() > until) {
        throw new IllegalStateException("nobody answers ${events[0].idempotencyKey}")
      }
      tick.await(20, TimeUnit.MILLISECONDS)
    }
    if (random.nextInt(20) == 0) {
      repeated.incrementAndGet()
      answered(http, apis[random.nextInt(apis.size())], events)
    }
  }

  private boolean answered(HttpClient http, ServiceProcess api, List<Map<String, Object>> events) {
    try {
      events.size() == 1 ? one(http, api, events[0]) : batch(http, api, events)
    } catch (IOException ignored) {
      false
    }
  }

  private boolean one(HttpClient http, ServiceProcess api, Map<String, Object> event) {
    def key = event.idempotencyKey as String
    def answer = http.send(
        request(api, '/v1/events', event.findAll { it.key != 'idempotencyKey' }).header('Idempotency-Key', key).build(),
        HttpResponse.BodyHandlers.ofString())
    if (answer.statusCode() == 202) {
      heard(key, JSON.readValue(answer.body(), Map))
      return true
    }
    mayComeAgain(answer.statusCode(), answer.body())
  }

  private boolean batch(HttpClient http, ServiceProcess api, List<Map<String, Object>> events) {
    def answer = http.send(request(api, '/v1/events/batch', [events: events]).build(), HttpResponse.BodyHandlers.ofString())
    if (answer.statusCode() != 200) {
      return mayComeAgain(answer.statusCode(), answer.body())
    }
    def results = JSON.readValue(answer.body(), Map).results as List<Map>
    results.each { Map result ->
      if (result.status == 202) {
        heard(events[result.index as int].idempotencyKey as String, result)
      } else {
        mayComeAgain(result.status as int, result.toString())
      }
    }
    results.size() == events.size() && results.every { it.status == 202 }
  }

  private static HttpRequest.Builder request(ServiceProcess api, String path, Map body) {
    HttpRequest.newBuilder(URI.create(api.url(path)))
        .timeout(Duration.ofSeconds(15))
        .header('Authorization', "Bearer $ServiceProcess.KEY")
        .header('Content-Type', 'application/json')
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
  }

  private boolean mayComeAgain(int status, String said) {
    if (status < 500 && status != 429) {
      contradictions << "$status: $said".toString()
      throw new IllegalStateException("$status: $said")
    }
    false
  }

  private void heard(String key, Map answer) {
    def id = answer.eventId as String
    def before = eventIds.putIfAbsent(key, id)
    if (before != null && before != id) {
      contradictions << "$key is $before and $id".toString()
    }
    if (answer.stored && !stored.add(key)) {
      contradictions << "$key was stored twice".toString()
    }
  }

  @Override
  void close() {
    threads.shutdownNow()
  }

  /** Waits for all to be answered; fails as a client did. */
  static void await(Future<?> sending, int seconds) {
    try {
      sending.get(seconds, TimeUnit.SECONDS)
    } catch (ExecutionException failure) {
      throw failure.cause
    }
  }
}
